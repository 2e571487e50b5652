import { booleanOption, optionValueInvalid, textOption, urlOption, type OptionDefinition } from '@app/platform';

/** Whether it is offered. Callbacks of payments that began before are taken all the same. */
export const STRIPE_ENABLED = booleanOption('StripeEnabled', true);
/** `sk_…`, or a restricted key that may write Checkout Sessions and refunds. */
export const STRIPE_API_SECRET = textOption('StripeApiSecret', '', { secret: true });
/** `whsec_…` of the webhook's endpoint. */
export const STRIPE_WEBHOOK_SECRET = textOption('StripeWebhookSecret', '', { secret: true });
/** For tests; empty = Stripe itself. */
export const STRIPE_API_BASE = urlOption('StripeApiBase', 'https://api.stripe.com');

/** Those that Stripe counts in whole units, in thousandths, or in hundredths that have to be nought. */
const OTHER_SCALES = new Set(
  'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF UGX VND VUV XAF XOF XPF ISK BHD JOD KWD OMR TND'.split(' '),
);

/** ISO 4217, told in upper case. Orders are priced with two decimals, so only currencies that have two are taken. */
export const STRIPE_CURRENCY: OptionDefinition<string> = {
  key: 'StripeCurrency',
  defaultText: 'usd',
  parse(text) {
    const code = text.trim().toUpperCase();
    if (/^[A-Z]{3}$/.test(code) && !OTHER_SCALES.has(code)) return code;
    throw optionValueInvalid(
      'StripeCurrency',
      '必须为三个字母、以百分之一为最小单位的货币代码（如 usd）',
      'it must be the code of a currency with two decimals, e.g. usd',
    );
  },
};

export const STRIPE_OPTIONS: readonly OptionDefinition<unknown>[] = [
  STRIPE_ENABLED,
  STRIPE_API_SECRET,
  STRIPE_WEBHOOK_SECRET,
  STRIPE_CURRENCY,
  STRIPE_API_BASE,
];
