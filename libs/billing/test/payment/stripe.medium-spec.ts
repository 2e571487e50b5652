import Stripe from 'stripe';
import { StripeProvider } from '../../src/payment/stripe/stripe.provider';
import { mutated } from '../../../../test/harness/payments/mutated';
import { StripeSimulator } from '../../../../test/harness/payments/stripe-simulator';
import { httpToThisMachine, isPaid, MemoryOptions, NOW_SECONDS, order, posted } from './provider-world';

const USD_ORDER = order({ amount: { minor: 1999n, currency: 'USD' } });
const { tradeNo } = USD_ORDER;

describe('Stripe (simulated: its API on this machine, its events; real: its library)', () => {
  const stripe = new StripeSimulator();
  const http = httpToThisMachine();
  let options: MemoryOptions;
  let provider: StripeProvider;

  beforeAll(() => stripe.service.start());
  afterAll(async () => {
    await http.onApplicationShutdown();
    await stripe.service.stop();
  });
  beforeEach(() => {
    options = new MemoryOptions().put({
      StripeApiSecret: stripe.secret,
      StripeWebhookSecret: stripe.webhookSecret,
      StripeApiBase: stripe.service.url,
    });
    provider = new StripeProvider(options, http);
  });

  const begun = async (more = {}) => {
    const asked = { ...USD_ORDER, tradeNo: `T${Math.floor(performance.now() * 1e6)}`, ...more };
    const { reference } = await provider.begin(asked);
    return { ...asked, reference };
  };
  const session = {
    id: 'cs_test_9',
    object: 'checkout.session',
    client_reference_id: tradeNo,
    metadata: { trade_no: tradeNo },
    payment_status: 'paid',
    amount_total: 1999,
    currency: 'usd',
  };
  const event = (type: string, object: object, more = {}) => {
    const body = stripe.event(type, object, more);
    return posted(body, { 'stripe-signature': stripe.sign(body, NOW_SECONDS) });
  };
  const completed = event('checkout.session.completed', session);

  it('is offered only when it is set up and switched on', () => {
    expect(provider.methods().map(({ id }) => id)).toEqual(['stripe']);
    options.put({ StripeEnabled: 'false' });
    expect([provider.methods(), provider.isConfigured()]).toEqual([[], true]);
    options.put({ StripeEnabled: 'true', StripeWebhookSecret: '' });
    expect([provider.methods(), provider.isConfigured()]).toEqual([[], false]);
  });

  it('takes currencies with two decimals only, because orders are priced so', () => {
    expect(provider.currency).toBe('USD');
    for (const [text, code] of Object.entries({ eur: 'EUR', ' cny ': 'CNY' })) {
      expect([options.put({ StripeCurrency: text }), provider.currency][1]).toBe(code);
    }
    for (const text of ['', 'jpy', 'KWD', 'us', 'usd1']) {
      options.put({ StripeCurrency: text });
      expect(() => provider.currency).toThrow(expect.objectContaining({ code: 'option.value_invalid' }));
    }
  });

  it('begins with a Checkout Session that names the order and its price', async () => {
    const start = await provider.begin(USD_ORDER);
    expect(start).toMatchObject({ kind: 'redirect', url: expect.stringContaining('https://checkout.stripe.test/') });
    const { headers, body } = stripe.service.requests.at(-1)!;
    expect(headers['idempotency-key']).toBe(`order-${tradeNo}`);
    expect(Object.fromEntries(new URLSearchParams(body))).toMatchObject({
      mode: 'payment',
      client_reference_id: tradeNo,
      'metadata[trade_no]': tradeNo,
      'payment_intent_data[metadata][trade_no]': tradeNo,
      'line_items[0][price_data][unit_amount]': '1999',
      'line_items[0][price_data][currency]': 'usd',
      success_url: USD_ORDER.returnUrl,
      // At least half an hour, and a minute for the way.
      expires_at: String(NOW_SECONDS + 1860),
    });
  });

  it('begins the same order once, however often it is asked', async () => {
    const first = await begun();
    expect((await provider.begin(first)).reference).toBe(first.reference);
  });

  it('reads what its own library signed', async () => {
    const payload = stripe.event('checkout.session.completed', session);
    const header = Stripe.webhooks.generateTestHeaderString({
      payload,
      secret: stripe.webhookSecret,
      timestamp: NOW_SECONDS,
    });
    const reading = await provider.readCallback(posted(payload, { 'stripe-signature': header }));
    expect(reading).toEqual({
      kind: 'report',
      report: { tradeNo, reference: 'cs_test_9', state: 'paid', amount: { minor: 1999n, currency: 'USD' } },
    });
  });

  it.each([
    ['checkout.session.completed', { payment_status: 'unpaid' }, 'pending'],
    ['checkout.session.completed', { payment_status: 'no_payment_required', amount_total: 0 }, 'pending'],
    ['checkout.session.async_payment_succeeded', {}, 'paid'],
    ['checkout.session.async_payment_failed', { payment_status: 'unpaid' }, 'failed'],
    ['checkout.session.expired', { payment_status: 'unpaid' }, 'failed'],
  ])('reads %s with %j as %s', async (type, more, state) => {
    const reading = await provider.readCallback(event(type, { ...session, ...more }));
    expect(reading).toMatchObject({ kind: 'report', report: { tradeNo, state } });
  });

  it('reads the sum that was returned, of all refunds together', async () => {
    const charge = { metadata: { trade_no: tradeNo }, amount_captured: 1999, amount_refunded: 500, currency: 'usd' };
    expect(await provider.readCallback(event('charge.refunded', charge))).toEqual({
      kind: 'report',
      report: {
        ...{ tradeNo, reference: undefined, state: 'refunded' },
        ...{ amount: { minor: 500n, currency: 'USD' }, paid: { minor: 1999n, currency: 'USD' } },
      },
    });
    const refund = { id: 're_1', status: 'failed', metadata: { trade_no: tradeNo } };
    expect(await provider.readCallback(event('refund.updated', refund))).toEqual({
      kind: 'refund-failed',
      tradeNo,
      reason: `refund re_1 of order ${tradeNo}: failed`,
    });
    expect(await provider.readCallback(event('refund.updated', { ...refund, status: 'succeeded' }))).toEqual({
      kind: 'ignored',
      reason: `refund re_1 of order ${tradeNo}: succeeded`,
    });
  });

  it('ignores genuine events that are no matter of orders', async () => {
    for (const raw of [
      event('customer.created', { id: 'cus_1' }),
      event('checkout.session.completed', { ...session, metadata: {} }),
      event('checkout.session.completed', { ...session, client_reference_id: 'another' }),
      event('charge.refunded', { metadata: {}, amount_refunded: 1, currency: 'usd' }),
    ]) {
      expect(await provider.readCallback(raw)).toMatchObject({ kind: 'ignored' });
    }
  });

  it('takes the same event again, and a stored one by the time it came', async () => {
    for (const raw of [completed, completed]) expect(isPaid(await provider.readCallback(raw))).toBe(true);
  });

  it('refuses what is tampered with, signed otherwise, too old or of another account', async () => {
    const body = completed.body.toString();
    const { headers } = completed;
    for (const raw of [
      { ...completed, body: Buffer.from(body.replace('1999', '1998')) },
      { ...completed, headers: {} },
      { ...completed, headers: { 'stripe-signature': stripe.sign(body, NOW_SECONDS, 'whsec_of_somebody_else') } },
      { ...completed, headers: { 'stripe-signature': headers['stripe-signature']!.replace('v1=', 'v0=') } },
      { ...completed, receivedAtSeconds: NOW_SECONDS + 301 },
      event('checkout.session.completed', session, { livemode: true }),
      event('checkout.session.completed', session, { account: 'acct_other' }),
      event('checkout.session.completed', { ...session, amount_total: '1999' }),
      event('checkout.session.completed', { ...session, amount_total: -1 }),
      event('charge.refunded', { metadata: { trade_no: tradeNo }, amount_refunded: 1.5, currency: 'usd' }),
    ]) {
      expect(await provider.readCallback(raw)).toMatchObject({ kind: 'invalid' });
    }
    options.put({ StripeWebhookSecret: '' });
    const unsigned = posted(body, { 'stripe-signature': stripe.sign(body, NOW_SECONDS, '') });
    expect(await provider.readCallback(unsigned)).toMatchObject({ kind: 'invalid', reason: 'not configured' });
  });

  it('never throws and never takes damaged events for paid, signed or not', async () => {
    for (const body of mutated(completed.body, 2000)) {
      expect((await provider.readCallback({ ...completed, body })).kind).toBe('invalid');
    }
    for (const body of mutated(completed.body, 500)) {
      const signed = posted(body, { 'stripe-signature': stripe.sign(body, NOW_SECONDS) });
      await expect(provider.readCallback(signed)).resolves.toBeDefined();
    }
    for (const header of mutated(Buffer.from(completed.headers['stripe-signature']!), 500)) {
      const raw = { ...completed, headers: { 'stripe-signature': header.toString('latin1') } };
      const reading = await provider.readCallback(raw);
      // The scheme allows things beside the right signature.
      if (isPaid(reading)) expect(header.toString()).toContain(completed.headers['stripe-signature']!.split('v1=')[1]);
    }
  });

  it('answers in JSON, and with an error when it shall come again', () => {
    expect(provider.answer(true)).toEqual({ status: 200, contentType: 'application/json', body: '{"received":true}' });
    expect(provider.answer(false).status).toBe(400);
  });

  it('asks for the state of a payment', async () => {
    const asked = await begun();
    expect(await provider.query(asked)).toMatchObject({ state: 'pending' });
    stripe.pay(asked.reference!);
    expect(await provider.query(asked)).toEqual({
      tradeNo: asked.tradeNo,
      reference: asked.reference,
      state: 'paid',
      amount: { minor: 1999n, currency: 'USD' },
    });
    expect(await provider.query({ ...asked, reference: 'cs_test_unknown' })).toBeUndefined();
    expect(await provider.query({ ...asked, reference: undefined })).toBeUndefined();
    expect(await provider.query({ ...asked, tradeNo: 'another' })).toBeUndefined();
  });

  it('refunds once for one key, and tells the sum afterwards', async () => {
    const asked = await begun();
    stripe.pay(asked.reference!);
    const part = { minor: 1000n, currency: 'USD' };
    const key = `${asked.tradeNo}-1`;
    for (const again of [key, key]) expect(await provider.refund(asked, part, again)).toMatchObject({ state: 'done' });
    expect(await provider.query(asked)).toMatchObject({ state: 'refunded', amount: part });
    expect(await provider.refund(asked, part, `${asked.tradeNo}-2`)).toMatchObject({ state: 'refused' });
    expect(await provider.refund(await begun(), part, 'unpaid')).toBeUndefined();
  });

  it('tells staff why it cannot be reached, without the key', async () => {
    options.put({ StripeApiSecret: 'sk_test_wrong_0123456789' });
    const failure = await provider.begin(USD_ORDER).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: 'payment.provider_failed',
      status: 502,
      staffDetail: expect.stringContaining('api_key_invalid'),
    });
    expect(JSON.stringify([failure, (failure as Error).stack, await provider.selfTest()])).not.toContain(
      'sk_test_wrong',
    );
    options.put({ StripeApiSecret: stripe.secret, StripeApiBase: 'http://127.0.0.1:9' });
    await expect(provider.begin(USD_ORDER)).rejects.toMatchObject({ code: 'payment.provider_failed' });
    options.put({ StripeApiBase: 'http://169.254.169.254' });
    await expect(provider.begin(USD_ORDER)).rejects.toMatchObject({ staffDetail: expect.stringContaining('refused') });
  });

  it('tests itself', async () => {
    expect((await provider.selfTest()).every(({ isGood }) => isGood)).toBe(true);
    options.put({ StripeWebhookSecret: 'sk_something' });
    expect((await provider.selfTest()).map(({ isGood }) => isGood)).toEqual([false, true, true]);
  });
});
