import { generateKeyPairSync } from 'node:crypto';
import { AlipayLibrary } from '../../src/payment/alipay/alipay-library';
import { AlipayProvider } from '../../src/payment/alipay/alipay.provider';
import { AlipaySimulator } from '../../../../test/harness/payments/alipay-simulator';
import { mutated } from '../../../../test/harness/payments/mutated';
import { httpToThisMachine, isPaid, MemoryOptions, NOW_SECONDS, order, posted, StillClock } from './provider-world';

const ORDER = order();
const { tradeNo } = ORDER;
const PAID = { minor: 1230n, currency: 'CNY' };

describe('Alipay (real: its library, in its thread; simulated: its gateway on this machine, its notices)', () => {
  const alipay = new AlipaySimulator();
  const http = httpToThisMachine();
  const library = new AlipayLibrary();
  const bare = (pem: string) => pem.replace(/-----[^-]+-----|\s/g, '');
  const publicPem = alipay.alipayKeys.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  let options: MemoryOptions;
  let provider: AlipayProvider;

  beforeAll(() => alipay.service.start());
  afterAll(async () => {
    await library.onApplicationShutdown();
    await http.onApplicationShutdown();
    await alipay.service.stop();
  });
  beforeEach(() => {
    alipay.trades.clear();
    options = new MemoryOptions().put({
      AlipayAppId: alipay.appId,
      AlipaySellerId: alipay.sellerId,
      AlipayPrivateKey: alipay.merchantKeys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      AlipayPublicKey: bare(publicPem),
      AlipayGateway: `${alipay.service.url}/gateway.do`,
      AlipayQrEnabled: 'true',
    });
    provider = new AlipayProvider(options, http, new StillClock(), library);
  });

  const openPage = async () => {
    const start = await provider.begin({ ...ORDER, method: 'alipay' });
    if (start.kind !== 'redirect') throw new Error('not a page');
    return alipay.openPage(start.url);
  };
  const paidFields = async (more: Record<string, string> = {}) => {
    await openPage();
    alipay.pay(tradeNo);
    return alipay.noticeFields(tradeNo, more);
  };
  const read = (fields: Record<string, string>, at = NOW_SECONDS) =>
    provider.readCallback(posted(alipay.signNotice(fields), {}, at));

  it('is offered by page and by QR code, each while it is switched on', () => {
    expect(provider.methods().map(({ id }) => id)).toEqual(['alipay', 'alipay_qr']);
    options.put({ AlipayQrEnabled: 'false' });
    expect(provider.methods().map(({ id }) => id)).toEqual(['alipay']);
    options.put({ AlipayAppId: '' });
    expect([provider.methods(), provider.isConfigured()]).toEqual([[], false]);
  });

  it('begins with a signed address of its page', async () => {
    const fields = await openPage();
    expect(Object.fromEntries(fields)).toMatchObject({
      method: 'alipay.trade.page.pay',
      notify_url: ORDER.notifyUrl,
      return_url: ORDER.returnUrl,
      timestamp: '2025-11-25 00:00:00',
    });
    expect(JSON.parse(fields.get('biz_content')!)).toEqual({
      out_trade_no: tradeNo,
      total_amount: '12.30',
      subject: '充值 100   余额  ',
      product_code: 'FAST_INSTANT_TRADE_PAY',
      time_expire: '2025-11-25 00:30:00',
    });
  });

  it('begins with a QR code, and names the character set where Alipay looks for it', async () => {
    expect(await provider.begin({ ...ORDER, method: 'alipay_qr' })).toEqual({
      kind: 'qr',
      content: `https://qr.alipay.test/${tradeNo}`,
    });
  });

  it.each(['pkcs1', 'pkcs8'] as const)(
    'signs with a bare private key in %s, as the tool of its console makes it',
    async (type) => {
      options.put({
        AlipayPrivateKey: bare(alipay.merchantKeys.privateKey.export({ type, format: 'pem' }).toString()),
      });
      await expect(openPage()).resolves.toBeDefined();
    },
  );

  it('refuses orders in another currency', async () => {
    await expect(provider.begin({ ...ORDER, amount: { minor: 1n, currency: 'USD' } })).rejects.toMatchObject({
      status: 502,
    });
  });

  it.each([
    ['TRADE_SUCCESS', {}, 'paid', PAID],
    ['TRADE_FINISHED', {}, 'paid', PAID],
    ['TRADE_CLOSED', {}, 'failed', PAID],
    ['WAIT_BUYER_PAY', {}, 'pending', PAID],
    [
      'TRADE_SUCCESS',
      { refund_fee: '2.30', gmt_refund: '2025-11-24 20:00:00.1' },
      'refunded',
      { ...PAID, minor: 230n },
    ],
    ['TRADE_CLOSED', { refund_fee: '12.30', gmt_refund: '2025-11-24 20:00:00.1' }, 'refunded', PAID],
  ])('reads %s with %j as %s', async (status, more, state, amount) => {
    const reading = await read(await paidFields({ trade_status: status, ...more }));
    expect(reading).toEqual({
      kind: 'report',
      report: {
        ...{ tradeNo, reference: `2025112422001${tradeNo}`, state, amount },
        ...(state === 'refunded' && { paid: PAID }),
      },
    });
  });

  it('takes a notice again, a day later as well', async () => {
    const fields = await paidFields();
    for (const at of [NOW_SECONDS, NOW_SECONDS, NOW_SECONDS + 26 * 3600])
      expect(isPaid(await read(fields, at))).toBe(true);
  });

  it('ignores genuine notices of other things', async () => {
    expect(await read(await paidFields({ notify_type: 'dut_user_sign' }))).toMatchObject({ kind: 'ignored' });
    expect(await read(await paidFields({ trade_status: 'NEWS' }))).toMatchObject({ kind: 'ignored' });
  });

  it('refuses notices for others, of other times, or without a sum', async () => {
    const flaws: Record<string, string>[] = [
      { app_id: '2021000000000002' },
      { seller_id: '2088000000000002' },
      { notify_time: '2025-11-22 23:59:59' },
      { notify_time: '2025-11-25 01:00:00' },
      { notify_time: '2025-99-99 00:00:00' },
      { total_amount: '12.305' },
      { total_amount: '1e1' },
      { total_amount: '' },
      { out_trade_no: '' },
    ];
    for (const more of flaws) {
      expect(await read(await paidFields(more))).toMatchObject({ kind: 'invalid' });
    }
  });

  it('refuses what is tampered with or signed otherwise', async () => {
    const fields = await paidFields();
    const body = alipay.signNotice(fields);
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    for (const raw of [
      posted(body.replace('12.30', '12.31')),
      posted(body.replace(tradeNo, 'T20251125aB4')),
      posted(alipay.signNotice(fields, stranger)),
      posted(alipay.signNotice(fields, alipay.merchantKeys.privateKey)),
      posted(body.replace('RSA2', 'RSA')),
      posted(body.replace('sign_type=RSA2&', '')),
      posted(body.replace(/sign=.*/, 'sign=')),
      posted(`${body}&total_amount=12.30`),
      posted(`${body}&=12.31`),
      posted(body.replace('&trade_status=', '%26trade_status%3D')),
      posted(body.replace('&seller_id=', '%26seller_id%3D')),
      posted(JSON.stringify(fields)),
      posted(''),
      { ...posted(''), method: 'GET' as const, path: `/notify?${body}` },
    ]) {
      expect(await provider.readCallback(raw)).toMatchObject({ kind: 'invalid' });
    }
    options.put({ AlipayPublicKey: '' });
    expect(await provider.readCallback(posted(body))).toMatchObject({ kind: 'invalid', reason: 'not configured' });
  });

  it('never throws and never takes damaged notices for paid, signed or not', async () => {
    const fields = await paidFields();
    const original = Buffer.from(alipay.signNotice(fields));
    const meaning = (body: Buffer) => {
      const { sign: _sign, ...said } = Object.fromEntries(new URLSearchParams(body.toString()));
      return said;
    };
    for (const body of mutated(original, 2000)) {
      const reading = await provider.readCallback(posted(body));
      // A form can be written in several ways (%3A, %3a), and so can base64; what it says has to be the same.
      if (reading.kind !== 'invalid') expect(meaning(body)).toEqual(meaning(original));
    }
    for (const content of mutated(Buffer.from(new URLSearchParams(fields).toString()), 300)) {
      await expect(read(Object.fromEntries(new URLSearchParams(content.toString())))).resolves.toBeDefined();
    }
  });

  it('answers with the words that Alipay waits for', () => {
    expect(provider.answer(true)).toEqual({ status: 200, contentType: 'text/plain', body: 'success' });
    expect(provider.answer(false).body).toBe('fail');
  });

  it('asks for the state of a payment', async () => {
    expect(await provider.query(ORDER)).toBeUndefined();
    await openPage();
    expect(await provider.query(ORDER)).toMatchObject({ state: 'pending' });
    alipay.pay(tradeNo);
    expect(await provider.query(ORDER)).toEqual({
      tradeNo,
      reference: `2025112422001${tradeNo}`,
      state: 'paid',
      amount: PAID,
    });
    alipay.trades.get(tradeNo)!.status = 'TRADE_CLOSED';
    expect(await provider.query(ORDER)).toMatchObject({ state: 'refunded' });
  });

  it('refunds once for one key', async () => {
    await openPage();
    alipay.pay(tradeNo);
    const part = { minor: 1000n, currency: 'CNY' };
    for (const key of ['refund:1', 'refund:1'])
      expect(await provider.refund(ORDER, part, key)).toMatchObject({ state: 'done' });
    expect(await provider.refund(ORDER, part, 'refund:2')).toMatchObject({
      state: 'refused',
      detail: expect.stringContaining('ACQ.REFUND_AMT_NOT_EQUAL_TOTAL'),
    });
    expect(alipay.trades.get(tradeNo)!.refunds.size).toBe(1);
  });

  it('believes no answer that Alipay did not sign', async () => {
    options.put({
      AlipayPublicKey: bare(alipay.merchantKeys.publicKey.export({ type: 'spki', format: 'pem' }).toString()),
    });
    await expect(provider.query(ORDER)).rejects.toMatchObject({
      code: 'payment.provider_failed',
      staffDetail: expect.stringContaining('AlipayPublicKey'),
    });
    expect(await provider.selfTest()).toMatchObject([{ isGood: false }]);
    const { handler } = alipay.service;
    try {
      for (const body of [
        '',
        '[]',
        '{"alipay_trade_query_response":{"code":"10000","msg":"Success"}}',
        '{"error_response":{"code":"40002","msg":"Invalid"}}',
      ]) {
        alipay.service.handler = () => ({ status: 200, body });
        await expect(provider.query(ORDER)).rejects.toMatchObject({ code: 'payment.provider_failed' });
      }
    } finally {
      alipay.service.handler = handler;
    }
  });

  describe('when answered in unusual ways', () => {
    const { handler } = alipay.service;
    const METHOD = 'alipay.trade.query';
    const said = (status: string) =>
      `{"code":"10000","out_trade_no":"${tradeNo}","total_amount":"12.30","trade_status":"${status}","msg":"x"}`;
    const stateWhen = async (body: string): Promise<unknown> => {
      alipay.service.handler = () => ({ status: 200, body });
      return await provider.query(ORDER).then(
        (report) => report?.state,
        (error: { code: string }) => error.code,
      );
    };
    afterEach(() => {
      alipay.service.handler = handler;
    });

    it('reads what was signed, as it stands', async () => {
      const odd = said('WAIT_BUYER_PAY').replace('"x"', ' "\\"} {\\u8d2d","list":[{"sign":{}}]');
      const { body } = alipay.answerWith(METHOD, odd);
      expect(await stateWhen(body)).toBe('pending');
      expect(await stateWhen(body.replace('},"sign"', '},"alipay_cert_sn":"1","sign"'))).toBe('pending');
      expect(await stateWhen(body.replace('12.30', '12.31'))).toBe('payment.provider_failed');
    });

    it('believes nothing that a stranger put beside what was signed', async () => {
      const { body } = alipay.answerWith(METHOD, said('WAIT_BUYER_PAY'));
      const forged = `"alipay_trade_query_response":${said('TRADE_SUCCESS')}`;
      // Of the first the library verifies what Alipay said, while a parser takes what stands last.
      expect(await stateWhen(body.replace(/}$/, `,${forged}}`))).toBe('pending');
      expect(await stateWhen(body.replace(',"sign":"', `,${forged},"sign":"`))).toBe('payment.provider_failed');
      expect(await stateWhen(body.replace('{', `{${forged},`))).toBe('payment.provider_failed');
    });
  });

  it('tests itself, and tells staff what is wrong without the key', async () => {
    expect(await provider.selfTest()).toMatchObject([{ isGood: true }]);
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 })
      .privateKey.export({ type: 'pkcs8', format: 'pem' })
      .toString();
    options.put({ AlipayPrivateKey: stranger });
    const lines = await provider.selfTest();
    expect(lines).toMatchObject([{ isGood: false, text: { en: expect.stringContaining('isv.invalid-signature') } }]);
    const failure = await provider.begin({ ...ORDER, method: 'alipay_qr' }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'payment.provider_failed', status: 502 });
    expect(JSON.stringify([lines, failure, (failure as Error).stack])).not.toContain(bare(stranger).slice(40, 80));
  });
});
