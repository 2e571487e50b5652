import {
  booleanOption,
  integerOption,
  jsonNumberMapOption,
  optionValueInvalid,
  textOption,
  urlOption,
  type OptionDefinition,
} from '@app/platform';

/** Largest amount of one order, whatever the operator sets. */
const MOST_UNITS = 1_000_000;

export const TOPUP_RATIO = checkedEntries(
  jsonNumberMapOption('TopupRatio', { '30': 7.3, '90': 7.3, '365': 7.3, '-1': 7.3 }),
  (days, price) => /^(?:-1|[1-9]\d{0,4})$/.test(days) && price > 0 && price <= 1e6,
  ['键必须为天数（-1 表示永久），价格必须大于 0', 'keys are days (-1 = without end), prices are above 0'],
);
export const TOPUP_GROUP_RATIO = checkedEntries(
  jsonNumberMapOption('TopupGroupRatio', { default: 1, vip: 1, svip: 1 }),
  (_group, factor) => factor <= 1000,
  ['倍率不能大于 1000', 'factors are at most 1000'],
);
export const TOPUP_AMOUNT = checkedEntries(
  jsonNumberMapOption('TopupAmount', {}),
  (amount, factor) => /^[1-9]\d{0,6}$/.test(amount) && factor > 0 && factor <= 1000,
  ['键必须为充值数量，折扣必须大于 0', 'keys are amounts, factors are above 0'],
);
export const TOPUP_AMOUNT_ENABLED = booleanOption('TopupAmountEnabled', false);
/** What prices are multiplied by for providers that are paid in another currency, e.g. `{"USD":0.14}`. */
export const TOPUP_CURRENCY_RATIO = checkedEntries(
  jsonNumberMapOption('TopupCurrencyRatio', {}),
  (currency, factor) => /^[A-Z]{3}$/.test(currency) && factor > 0 && factor <= 1e6,
  ['键必须为货币代码，倍率必须大于 0', 'keys are currency codes, factors are above 0'],
);
/** Units. */
export const MIN_TOP_UP: OptionDefinition<number> = {
  ...integerOption('MinTopUp', 1, { min: 1, max: MOST_UNITS }),
  check(least, options) {
    if (least > options.get(MAX_TOP_UP))
      throw optionValueInvalid('MinTopUp', '不能大于 MaxTopUp', 'it is above MaxTopUp');
  },
};
export const MAX_TOP_UP: OptionDefinition<number> = {
  ...integerOption('MaxTopUp', 100_000, { min: 1, max: MOST_UNITS }),
  check(most, options) {
    if (most < options.get(MIN_TOP_UP))
      throw optionValueInvalid('MaxTopUp', '不能小于 MinTopUp', 'it is below MinTopUp');
  },
};

export const PAY_ADDRESS = urlOption('PayAddress');
export const EPAY_ID = textOption('EpayId');
export const EPAY_KEY = textOption('EpayKey', '', { secret: true });
export const YZF_ZFB = booleanOption('YzfZfb', true);
export const YZF_WX = booleanOption('YzfWx', true);

/** How to pay by hand; empty = not offered. */
export const MANUAL_PAYMENT_TEXT = textOption('ManualPaymentText');

/** Decides nothing here; pages of this family read it. */
export const TOPUP_RATIO_ENABLED = booleanOption('TopupRatioEnabled', true);

export const PAYMENT_OPTIONS: readonly OptionDefinition<unknown>[] = [
  TOPUP_RATIO,
  TOPUP_GROUP_RATIO,
  TOPUP_AMOUNT,
  TOPUP_AMOUNT_ENABLED,
  TOPUP_RATIO_ENABLED,
  TOPUP_CURRENCY_RATIO,
  MIN_TOP_UP,
  MAX_TOP_UP,
  PAY_ADDRESS,
  EPAY_ID,
  EPAY_KEY,
  YZF_ZFB,
  YZF_WX,
  MANUAL_PAYMENT_TEXT,
];

function checkedEntries(
  base: OptionDefinition<ReadonlyMap<string, number>>,
  isGood: (name: string, value: number) => boolean,
  [zh, en]: [string, string],
): OptionDefinition<ReadonlyMap<string, number>> {
  return {
    ...base,
    parse(text) {
      const map = base.parse(text);
      for (const [name, value] of map) {
        if (!isGood(name, value)) throw optionValueInvalid(base.key, `"${name}"：${zh}`, `"${name}": ${en}`);
      }
      return map;
    },
  };
}
