import { SETTLEMENT_TABLE, type Charge, type Rows, type SettlementRule } from '../../pipeline/settlement-table';

const START = '<!-- settlement:start -->';
const END = '<!-- settlement:end -->';

const STAGES: Readonly<Record<SettlementRule['stage'], string>> = {
  unasked: 'no upstream asked',
  before: 'before the first token',
  during: 'after the first token',
  complete: 'the whole answer',
  lost: 'not known',
};
const CHARGES: Readonly<Record<Charge, [charged: string, evidence: string]>> = {
  usage: ['usage', '`reported`; what was not told is counted: `partial`, `counted`'],
  delivered: ['what was delivered', '`partial`: the figures so far and a count beyond them; `counted` without figures'],
  reported: ['usage that was told, else nothing', '`reported`'],
  nothing: ['nothing', ''],
};
const ROWS: Readonly<Record<Rows, string>> = { charge: '2', error: '5', both: 'both' };

/** docs/settlement.md with the table as the code has it. */
export function withSettlementTable(text: string): string {
  const start = text.indexOf(START);
  const end = text.indexOf(END);
  if (start < 0 || end < start) throw new Error(`docs/settlement.md has no ${START} … ${END}`);
  return `${text.slice(0, start)}${START}\n\n${table()}\n${text.slice(end)}`;
}

function table(): string {
  const head = ['What', 'When', 'What happened', '`on_disconnect`', 'Charged', 'Evidence', 'Upstream', 'Rows', 'End state'];
  const lines = SETTLEMENT_TABLE.map((rule) => {
    const [charged, evidence] = CHARGES[rule.charge];
    const { event, stage, meaning, onDisconnect, upstream, rows, endState } = rule;
    const policy = onDisconnect === undefined ? '' : `\`${onDisconnect}\``;
    // What may turn out to be nothing is told by a row of the other type then.
    const types = rule.charge === 'reported' ? '2, or 5' : ROWS[rows];
    return [`\`${event}\``, STAGES[stage], meaning, policy, charged, evidence, upstream, types, `\`${endState}\``];
  });
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}
