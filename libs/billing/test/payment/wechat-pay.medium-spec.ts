import { generateKeyPairSync } from 'node:crypto';
import { WechatPayProvider } from '../../src/payment/wechat/wechat-pay.provider';
import { mutated } from '../../../../test/harness/payments/mutated';
import { WechatSimulator } from '../../../../test/harness/payments/wechat-simulator';
import { httpToThisMachine, isPaid, MemoryOptions, NOW_SECONDS, order, posted, StillClock } from './provider-world';

const ORDER = order();
const { tradeNo } = ORDER;
const PAID = { minor: 1230n, currency: 'CNY' };

describe('WeChat Pay (simulated: its API on this machine, its notices, its certificates)', () => {
  const clock = new StillClock();
  const wechat = new WechatSimulator(() => clock.atSeconds);
  const http = httpToThisMachine();
  let options: MemoryOptions;
  let provider: WechatPayProvider;

  beforeAll(() => wechat.service.start());
  afterAll(async () => {
    await http.onApplicationShutdown();
    await wechat.service.stop();
  });
  beforeEach(() => {
    wechat.payments.clear();
    wechat.usesCertificate = false;
    wechat.service.requests.length = 0;
    clock.atSeconds = NOW_SECONDS;
    options = new MemoryOptions().put({
      WechatPayMchId: wechat.mchId,
      WechatPayAppId: wechat.appId,
      WechatPaySerialNo: wechat.merchantSerial,
      WechatPayPrivateKey: wechat.merchantKeys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      WechatPayApiV3Key: wechat.apiV3Key,
      WechatPayPublicKeyId: wechat.publicKeyId,
      WechatPayPublicKey: wechat.platformKeys.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      WechatPayApiBase: wechat.service.url,
    });
    provider = new WechatPayProvider(options, http, clock);
  });

  const useCertificates = () => {
    options.put({ WechatPayPublicKeyId: '', WechatPayPublicKey: '' });
    wechat.usesCertificate = true;
  };
  const paid = async () => {
    await provider.begin(ORDER);
    wechat.pay(tradeNo);
    return wechat.transaction(tradeNo);
  };
  const paidTransaction = () => ({
    appid: wechat.appId,
    mchid: wechat.mchId,
    out_trade_no: tradeNo,
    trade_state: 'SUCCESS',
    amount: { total: 1230, currency: 'CNY' },
  });
  const signed = (body: string) => posted(body, wechat.sign(body));
  const certificateCalls = () => wechat.service.requests.filter(({ path }) => path === '/v3/certificates').length;

  it('is offered only when it is set up and switched on', () => {
    expect(provider.methods().map(({ id }) => id)).toEqual(['wechat']);
    options.put({ WechatPayEnabled: 'false' });
    expect([provider.methods(), provider.isConfigured()]).toEqual([[], true]);
    options.put({ WechatPayEnabled: 'true', WechatPayPublicKey: '' });
    expect(provider.isConfigured()).toBe(false);
    options.put({ WechatPayPublicKeyId: '' });
    expect(provider.isConfigured()).toBe(true);
    expect(() => options.put({ WechatPayApiV3Key: 'short' }) && provider.isConfigured()).toThrow(/32/);
  });

  it('begins with a code', async () => {
    expect(await provider.begin(ORDER)).toEqual({ kind: 'qr', content: `weixin://wxpay/bizpayurl?pr=${tradeNo}` });
    const { headers, body } = wechat.service.requests.at(-1)!;
    expect(headers['wechatpay-serial']).toBe(wechat.publicKeyId);
    expect(JSON.parse(body)).toEqual({
      appid: wechat.appId,
      mchid: wechat.mchId,
      description: ORDER.title,
      out_trade_no: tradeNo,
      time_expire: '2025-11-25T00:30:00+08:00',
      notify_url: ORDER.notifyUrl,
      amount: { total: 1230, currency: 'CNY' },
    });
  });

  it('reads a payment', async () => {
    const raw = signed(wechat.notice('TRANSACTION.SUCCESS', await paid()));
    for (const again of [raw, raw]) {
      expect(await provider.readCallback(again)).toEqual({
        kind: 'report',
        report: { tradeNo, reference: `42000${tradeNo}`, state: 'paid', amount: PAID },
      });
    }
  });

  it.each([
    ['REFUND.SUCCESS', 'SUCCESS', 1230, { kind: 'report', report: { state: 'refunded', amount: PAID } }],
    [
      'REFUND.SUCCESS',
      'SUCCESS',
      230,
      {
        kind: 'report',
        report: { state: 'refunded', amount: undefined, repayment: { number: 'r1', amount: { ...PAID, minor: 230n } } },
      },
    ],
    ['REFUND.ABNORMAL', 'ABNORMAL', 1230, { kind: 'ignored', reason: `refund r1 of order ${tradeNo}: ABNORMAL` }],
    ['REFUND.CLOSED', 'CLOSED', 1230, { kind: 'ignored' }],
  ])('reads %s (%s) of %d fen', async (type, status, refund, expected) => {
    const content = {
      mchid: wechat.mchId,
      out_trade_no: tradeNo,
      transaction_id: '42000',
      out_refund_no: 'r1',
      refund_id: '5030',
      refund_status: status,
      amount: { total: 1230, refund, payer_total: 1230, payer_refund: refund },
    };
    expect(await provider.readCallback(signed(wechat.notice(type, content)))).toMatchObject(expected);
    const ofOthers = signed(wechat.notice(type, { ...content, mchid: '1900000002' }));
    expect(await provider.readCallback(ofOthers)).toMatchObject({ kind: 'invalid' });
  });

  it('ignores genuine notices of other things', async () => {
    expect(await provider.readCallback(signed(wechat.notice('COUPON.USE', {})))).toMatchObject({ kind: 'ignored' });
  });

  it('refuses what is tampered with, signed otherwise, too old or for others', async () => {
    const transaction = await paid();
    const notice = wechat.notice('TRANSACTION.SUCCESS', transaction);
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const { 'wechatpay-signature': signature, ...unsigned } = wechat.sign(notice);
    for (const raw of [
      { ...signed(notice), body: Buffer.from(notice.replace('TRANSACTION.SUCCESS', 'TRANSACTION.SUCCES5')) },
      posted(notice, wechat.sign(notice, NOW_SECONDS, stranger)),
      posted(notice, wechat.sign(notice, NOW_SECONDS, wechat.merchantKeys.privateKey)),
      posted(notice, wechat.sign(notice, NOW_SECONDS, undefined, 'PUB_KEY_ID_0')),
      posted(notice, wechat.sign(notice, NOW_SECONDS - 301)),
      posted(notice, wechat.sign(notice, NOW_SECONDS + 301)),
      posted(notice, unsigned),
      posted(notice, { ...unsigned, 'wechatpay-signature': `WECHATPAY/SIGNTEST/${signature}` }),
      posted(notice, { ...wechat.sign(notice), 'wechatpay-timestamp': 'NaN' }),
      signed(wechat.notice('TRANSACTION.SUCCESS', transaction, 'f'.repeat(32))),
      signed(wechat.notice('TRANSACTION.SUCCESS', { ...transaction, mchid: '1900000002' })),
      signed(wechat.notice('TRANSACTION.SUCCESS', { ...transaction, appid: 'wx2' })),
      signed(wechat.notice('TRANSACTION.SUCCESS', { ...transaction, amount: { total: 12.3 } })),
      signed('{}'),
      signed(''),
    ]) {
      expect(await provider.readCallback(raw)).toMatchObject({ kind: 'invalid' });
    }
    expect(isPaid(await provider.readCallback(signed(notice)))).toBe(true);
  });

  it('takes a notice without an amount for no payment', async () => {
    const { amount: _amount, ...transaction } = await paid();
    const reading = await provider.readCallback(signed(wechat.notice('TRANSACTION.SUCCESS', transaction)));
    expect(reading).toMatchObject({ kind: 'report', report: { state: 'pending' } });
  });

  it('never throws and never takes damaged notices for paid, signed or not', async () => {
    const transaction = await paid();
    const raw = signed(wechat.notice('TRANSACTION.SUCCESS', transaction));
    for (const body of mutated(raw.body, 2000))
      expect((await provider.readCallback({ ...raw, body })).kind).toBe('invalid');
    for (const body of mutated(raw.body, 200)) {
      await expect(provider.readCallback(posted(body, wechat.sign(body)))).resolves.toBeDefined();
    }
    for (const content of mutated(Buffer.from(JSON.stringify(transaction)), 200)) {
      const sealed = wechat.notice('TRANSACTION.SUCCESS', content.toString());
      await expect(provider.readCallback(signed(sealed))).resolves.toBeDefined();
    }
  });

  it('fetches the certificates once when no public key is set, also for callbacks', async () => {
    useCertificates();
    const notice = wechat.notice('TRANSACTION.SUCCESS', await paid());
    for (const again of [notice, notice, notice]) expect(isPaid(await provider.readCallback(signed(again)))).toBe(true);
    expect(await provider.query(ORDER)).toMatchObject({ state: 'paid' });
    expect(certificateCalls()).toBe(1);
    clock.atSeconds += 13 * 3600;
    expect(await provider.query(ORDER)).toMatchObject({ state: 'paid' });
    expect(certificateCalls()).toBe(2);
  });

  it('takes certificates beside the public key, as while a merchant moves from one to the other', async () => {
    const notice = wechat.notice('TRANSACTION.SUCCESS', await paid());
    wechat.usesCertificate = true;
    expect(isPaid(await provider.readCallback(signed(notice)))).toBe(true);
  });

  it('is not led by invented serials to ask for certificates again and again', async () => {
    useCertificates();
    const notice = wechat.notice('TRANSACTION.SUCCESS', await paid());
    for (let index = 0; index < 50; index++) {
      const headers = wechat.sign(notice, NOW_SECONDS, undefined, `ABCDEF${1000 + index}`);
      expect(await provider.readCallback(posted(notice, headers))).toMatchObject({ kind: 'invalid' });
    }
    expect(certificateCalls()).toBe(1);
  });

  it('asks again soon after the certificates could not be had, and keeps those of last time while it fails', async () => {
    useCertificates();
    const notice = wechat.notice('TRANSACTION.SUCCESS', paidTransaction());
    const { handler } = wechat.service;
    const isTaken = async () =>
      isPaid(await provider.readCallback(posted(notice, wechat.sign(notice), clock.atSeconds)));
    try {
      wechat.service.handler = () => ({ status: 503, body: '' });
      expect([await isTaken(), await isTaken(), certificateCalls()]).toEqual([false, false, 1]);
      wechat.service.handler = handler;
      clock.atSeconds += 11;
      expect([await Promise.all([isTaken(), isTaken()]), certificateCalls()]).toEqual([[true, true], 2]);
      wechat.service.handler = () => ({ status: 503, body: '' });
      clock.atSeconds += 13 * 3600;
      expect([await isTaken(), certificateCalls()]).toEqual([true, 3]);
    } finally {
      wechat.service.handler = handler;
    }
  });

  it('believes no certificates that were sealed with another key', async () => {
    useCertificates();
    const notice = signed(wechat.notice('TRANSACTION.SUCCESS', { ...(await paid()) }));
    options.put({ WechatPayApiV3Key: 'f'.repeat(32) });
    expect(await provider.readCallback(notice)).toMatchObject({
      kind: 'invalid',
      reason: expect.stringContaining('WechatPayApiV3Key'),
    });
  });

  it('answers as WeChat Pay waits for it', () => {
    expect(provider.answer(true)).toMatchObject({ status: 204, body: '' });
    expect(provider.answer(false)).toMatchObject({ status: 500, body: '{"code":"FAIL","message":"失败"}' });
  });

  it.each([
    ['NOTPAY', 'pending', PAID],
    ['USERPAYING', 'pending', PAID],
    ['SUCCESS', 'paid', PAID],
    ['REFUND', 'refunded', undefined],
    ['CLOSED', 'failed', PAID],
    ['PAYERROR', 'failed', PAID],
  ])('asks for the state of a payment and reads %s as %s', async (status, state, amount) => {
    expect(await provider.query(ORDER)).toBeUndefined();
    await provider.begin(ORDER);
    wechat.payments.get(tradeNo)!.state = status;
    expect(await provider.query(ORDER)).toMatchObject({ tradeNo, state, amount });
  });

  it('refunds once for one key', async () => {
    await paid();
    const part = { minor: 1000n, currency: 'CNY' };
    for (const key of ['refund:1', 'refund:1'])
      expect(await provider.refund(ORDER, part, key)).toMatchObject({ state: 'pending' });
    expect(wechat.payments.get(tradeNo)!.refunds.size).toBe(1);
    expect(await provider.refund(ORDER, part, 'refund:2')).toMatchObject({
      state: 'refused',
      detail: expect.stringContaining('INVALID_REQUEST'),
    });
  });

  it('believes no answer that WeChat Pay did not sign', async () => {
    await paid();
    const { handler } = wechat.service;
    try {
      wechat.service.handler = () => ({ status: 200, body: JSON.stringify(wechat.transaction(tradeNo)) });
      await expect(provider.query(ORDER)).rejects.toMatchObject({
        code: 'payment.provider_failed',
        staffDetail: expect.stringContaining('not signed'),
      });
      wechat.service.handler = () => ({ status: 503, body: 'busy' });
      await expect(provider.refund(ORDER, PAID, 'r')).rejects.toMatchObject({ code: 'payment.provider_failed' });
    } finally {
      wechat.service.handler = handler;
    }
  });

  it('tests itself, and tells staff what is wrong without the keys', async () => {
    expect(await provider.selfTest()).toMatchObject([{ isGood: true }]);
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 })
      .privateKey.export({ type: 'pkcs8', format: 'pem' })
      .toString();
    options.put({ WechatPayPrivateKey: stranger });
    const lines = await provider.selfTest();
    expect(lines).toMatchObject([{ isGood: false, text: { en: expect.stringContaining('SIGN_ERROR') } }]);
    const failure = await provider.begin(ORDER).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'payment.provider_failed', status: 502 });
    const told = JSON.stringify([lines, failure, (failure as Error).stack]);
    for (const secret of [stranger.split('\n')[3]!, wechat.apiV3Key]) expect(told).not.toContain(secret);
  });
});
