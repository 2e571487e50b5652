import { createHash } from 'node:crypto';

/** A tool as the caller knows it. */
export interface AskedTool {
  name: string;
  namespace?: string;
  kind: 'function' | 'custom';
}

/** What a dialect takes as a name. */
export interface NameRule {
  /** One character that it refuses. */
  forbidden: RegExp;
  /** One character that a name may not begin with. */
  forbiddenStart?: RegExp;
  longest: number;
}

/** Free text travels under this name where a dialect's tools take objects only. */
export const TEXT_INPUT = 'input';

const HASH_LENGTH = 8;

/**
 * What the tools of one request are called on the wire. The encoder of the request fills it (tools first, then their mention
 * in the history), the answer's names are turned back with it. The same tool always gets the same name, so that the history
 * of the next turn and the upstream's prompt cache fit; two tools never share one.
 */
export class ToolNames {
  private readonly wireNames = new Map<string, string>();
  private readonly asked = new Map<string, AskedTool>();

  constructor(private readonly rule: NameRule) {}

  toWire({ name, namespace, kind }: AskedTool): string {
    const key = JSON.stringify([namespace, name]);
    const known = this.wireNames.get(key);
    if (known !== undefined) return known;
    const clean = this.clean(namespace === undefined ? name : `${namespace}__${name}`);
    let wire = clean;
    for (let hashed = key; this.asked.has(wire); hashed += '\n') wire = this.mark(clean, hashed);
    this.wireNames.set(key, wire);
    this.asked.set(wire, namespace === undefined ? { name, kind } : { name, namespace, kind });
    return wire;
  }

  /** Undefined = the upstream made the name up. */
  fromWire(name: string): AskedTool | undefined {
    return this.asked.get(name);
  }

  private clean(name: string): string {
    const { forbidden, forbiddenStart, longest } = this.rule;
    let clean = name.replace(new RegExp(forbidden, 'g'), '_');
    if (longest < Infinity && (clean === '' || forbiddenStart?.test(clean[0] ?? '') === true)) clean = `_${clean}`;
    return clean.length > longest ? this.mark(clean, name) : clean;
  }

  private mark(clean: string, of: string): string {
    const hash = createHash('sha256').update(of).digest('hex').slice(0, HASH_LENGTH);
    return `${clean.slice(0, this.rule.longest - HASH_LENGTH - 1)}_${hash}`;
  }
}

/** Names that any dialect takes. */
export const NO_RULE: NameRule = { forbidden: /(?!)/, longest: Infinity };
