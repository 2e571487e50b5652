import { AppError } from '@app/kernel';
import { writePriceList, type PriceList } from '../domain/price-list';
import { readPriceList } from '../domain/read-price-list';

type Json = Record<string, unknown>;

/** What is set or, with null, removed; whatever is not named stays. In the form of the list, see readPriceList. */
export interface ListEdits {
  /** By model. What a person edits is the operator's price, of today. */
  models?: Json;
  /** By group: `factor`, and `overrides` by model. */
  groups?: Json;
  /** By channel id, then by upstream model; null for a channel removes all of its costs. */
  channelCosts?: Json;
}

/**
 * The list with the edits. Throws `price.list_invalid` (422), whose param is the path of the first part that cannot be, and
 * `price.entry_missing` (422) for the removal of what is not there.
 */
export function editList(list: PriceList, edits: ListEdits, today: string): PriceList {
  requireKnown(edits);
  const whole = JSON.parse(writePriceList(list)) as Record<'models' | 'groups' | 'channelCosts', Json>;
  const models = change(whole.models, readObject(edits.models, 'models'), 'models', (edit) =>
    isObject(edit) ? { ...edit, source: 'operator', sourceDate: today } : edit,
  );
  const groups = change(whole.groups, readObject(edits.groups, 'groups'), 'groups', editGroup);
  const channelCosts = change(
    whole.channelCosts,
    readObject(edits.channelCosts, 'channelCosts'),
    'channelCosts',
    (edit, old, path) => (isObject(edit) ? change(isObject(old) ? old : {}, edit, path, (cost) => cost) : edit),
  );
  return readPriceList({ models, groups, channelCosts: withoutEmpty(channelCosts) });
}

/** A group keeps the factor and the overrides that the edit does not name. */
function editGroup(edit: unknown, old: unknown, path: string): unknown {
  if (!isObject(edit)) return edit;
  const before = isObject(old) ? old : {};
  if (!isObject(edit['overrides'])) return { ...before, ...edit };
  const own = isObject(before['overrides']) ? before['overrides'] : {};
  return { ...before, ...edit, overrides: change(own, edit['overrides'], `${path}.overrides`, (one) => one) };
}

function change(
  old: Json,
  edits: Json,
  path: string,
  merge: (edit: unknown, old: unknown, path: string) => unknown,
): Json {
  const entries = new Map(Object.entries(old));
  for (const [name, edit] of Object.entries(edits)) {
    const own = `${path}.${name}`;
    if (edit !== null) entries.set(name, merge(edit, entries.get(name), own));
    else if (!entries.delete(name)) throw entryMissing(own);
  }
  return Object.fromEntries(entries);
}

/** A slip in these names would change nothing and look as if it had. */
function requireKnown({ models: _models, groups: _groups, channelCosts: _costs, ...unknown }: ListEdits): void {
  const [name] = Object.keys(unknown);
  if (name === undefined) return;
  throw listInvalid(name, { zh: '须为 models、groups 或 channelCosts', en: 'must be models, groups or channelCosts' });
}

function readObject(value: unknown, path: string): Json {
  if (value === undefined) return {};
  if (isObject(value)) return value;
  throw listInvalid(path, { zh: '须为对象', en: 'must be an object' });
}

function listInvalid(path: string, { zh, en }: { zh: string; en: string }): AppError {
  const text = { zh: `价格表无效：${path}（${zh}）`, en: `The price list is invalid at ${path}: ${en}` };
  return new AppError('price.list_invalid', text, { status: 422, param: path });
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A channel whose last cost was removed is a channel without costs. */
function withoutEmpty(channels: Json): Json {
  return Object.fromEntries(
    Object.entries(channels).filter(([, costs]) => !isObject(costs) || Object.keys(costs).length > 0),
  );
}

function entryMissing(path: string): AppError {
  const text = { zh: `价格表中没有 ${path}`, en: `The price list has no ${path}` };
  return new AppError('price.entry_missing', text, { status: 422, param: path });
}
