import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '@app/kernel';
import type { AnswerReader } from '../adapters/answer-reader';
import { emptyAnswer, eventOf } from '../pipeline/call-ends';
import { ruleOf, SETTLEMENT_TABLE } from '../pipeline/settlement-table';
import { withSettlementTable } from './__fixtures__/settlement-document';

const DOCUMENT = join(__dirname, '../../../../docs/settlement.md');

describe('the settlement table', () => {
  it('is what docs/settlement.md shows; else run node -r ./tools/register-typescript.cjs tools/settlement-table.mjs', () => {
    const text = readFileSync(DOCUMENT, 'utf8');
    expect(withSettlementTable(text)).toBe(text);
  });

  it('has one rule for an end, and the policy of the channel where it counts', () => {
    for (const rule of SETTLEMENT_TABLE) {
      const { event, stage, onDisconnect } = rule;
      expect(ruleOf(event, stage, onDisconnect)).toBe(rule);
      if (onDisconnect === undefined) expect(ruleOf(event, stage, 'drain')).toBe(rule);
    }
  });

  it('writes an error row for nothing, a charge for something, and no charge where no upstream was asked', () => {
    for (const { charge, rows, upstream } of SETTLEMENT_TABLE) {
      expect(charge === 'nothing').toBe(rows === 'error');
      if (upstream === 'not asked') expect(charge).toBe('nothing');
    }
  });

  it.each([
    ['an error status', 502, 'upstream_error', false],
    ['silence', 504, 'upstream_timeout', false],
    ['silence in a stream', 504, 'upstream_timeout', true],
    ['a cut stream', 502, 'upstream_stream_broken', true],
    ['a shutdown', 503, 'gateway_shutting_down', false],
    ['a shutdown in a stream', 503, 'gateway_shutting_down', true],
    ['an answer that says nothing', 502, emptyAnswer().code, true],
  ])('knows every way an attempt may fail: %s', (_, status, code, hasStream) => {
    const error = new AppError(code, { zh: '', en: '' }, { status });
    const event = eventOf(error, hasStream ? ({} as AnswerReader) : undefined);
    expect(ruleOf(event, 'before').charge).toBe('nothing');
    if (hasStream && code !== emptyAnswer().code) expect(ruleOf(event, 'during').charge).toBe('delivered');
  });
});
