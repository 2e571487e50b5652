import { AppError } from '@app/kernel';
import { z } from 'zod';
import { INPUT_CLASSES, OUTPUT_CLASSES } from '../usage.contract';
import { decimalText, parseDecimal } from './decimal';
import type { PriceSource } from './model-price';
import type { PriceList } from './price-list';

/** Dollars, factors and multiples beyond this are slips of the hand; the product of three of them still fits the arithmetic. */
const LARGEST = 1_000_000_000n;
const MOST_PLACES = 40;
/** Letters of a name. */
const LONGEST_MODEL = 191;
const LONGEST_GROUP = 64;

/** Paths name the overrides of a group after its name, see price-entries.ts. */
export function canNameGroup(name: string): boolean {
  return name !== '' && name.length <= LONGEST_GROUP && !name.includes('.overrides');
}

export function canNameModel(name: string): boolean {
  return name !== '' && name.length <= LONGEST_MODEL;
}

/** A price or factor people may write; undefined when it is not. The text comes back in its one form. */
export function readAmount(text: string): string | undefined {
  const decimal = parseDecimal(text);
  if (decimal === undefined || decimal.scale > MOST_PLACES) return undefined;
  return decimal.digits <= LARGEST * 10n ** BigInt(decimal.scale) ? decimalText(decimal) : undefined;
}

const amount = z.string().transform((text, context) => {
  const read = readAmount(text);
  if (read === undefined)
    context.addIssue({ code: 'custom', message: 'must be a decimal number from 0 to 1000000000' });
  return read ?? z.NEVER;
});
const multiple = z.strictObject({ times: amount });
const classes = [...INPUT_CLASSES, ...OUTPUT_CLASSES] as const;
const amounts = z.partialRecord(z.enum(classes), z.union([amount, multiple]));
const table = z
  .record(z.string().min(1).max(64), amount)
  .refine((entries) => Object.keys(entries).length <= 64, 'must have at most 64 entries');
const tiers = z
  .array(z.strictObject({ above: z.int().min(0), perMillion: amounts }))
  .max(16)
  .refine((list) => list.every((tier, i) => i === 0 || tier.above > list[i - 1]!.above), 'must be ascending');
const prices = {
  perMillion: amounts.refine((own) => typeof own.input !== 'object', 'input cannot be a multiple of itself').optional(),
  tiers: tiers.optional(),
  perCall: amount.optional(),
  perImage: table.optional(),
  perSecond: amount.optional(),
  perToolCall: table.optional(),
  isFree: z.boolean().optional(),
};
const ownPrices = z.strictObject(prices);
const source = z.custom<PriceSource>(
  (value) => typeof value === 'string' && /^(?:seed|genai-prices|operator|sync:.{1,100})$/.test(value),
  'must be seed, genai-prices, operator or sync:NAME',
);
const modelName = z.string().refine(canNameModel, `must have 1 to ${LONGEST_MODEL} letters`);
const groupName = z.string().refine(canNameGroup, `must have 1 to ${LONGEST_GROUP} letters and no ".overrides"`);
const models = z.record(
  modelName,
  z.strictObject({ ...prices, source, sourceDate: z.string().regex(/^\d{4}-\d{2}-\d{2}$/) }),
);
const override = z.strictObject({ factor: amount.optional(), price: ownPrices.optional() });
const groups = z.record(
  groupName,
  z.strictObject({ factor: amount, overrides: z.record(modelName, override).optional() }),
);
const cost = z.union([z.strictObject({ factor: amount }), z.strictObject({ price: ownPrices })]);
const channelCosts = z.record(z.string().regex(/^[1-9]\d{0,9}$/), z.record(modelName, cost));
const list = z.strictObject({ models, groups, channelCosts });

/**
 * A price list from parsed JSON, checked in every part. Throws AppError `price.list_invalid` (422) whose `param` is the path of
 * the first part that cannot be.
 */
export function readPriceList(value: unknown): PriceList {
  const read = list.safeParse(value);
  if (!read.success) {
    const [issue] = read.error.issues;
    const path = issue!.path.join('.');
    throw new AppError(
      'price.list_invalid',
      { zh: `价格表无效：${path}（${issue!.message}）`, en: `The price list is invalid at ${path}: ${issue!.message}` },
      { status: 422, param: path },
    );
  }
  return {
    models: new Map(Object.entries(read.data.models)),
    groups: new Map(Object.entries(read.data.groups)),
    channelCosts: new Map(
      Object.entries(read.data.channelCosts).map(([id, costs]) => [Number(id), new Map(Object.entries(costs))]),
    ),
  };
}
