import { AppError } from '@app/kernel';
import { errorWriter } from '../../adapters/error-writer';
import { mapError } from '../../adapters/openai-chat/map-error';
import type { Dialect } from '../../model/dialect';
import type { Loss } from '../../model/loss';
import { MARKED } from './cache-marks';
import { HISTORY, type Entry } from './history';
import { asking, MEDIA, TRACES, type Media } from './media';
import { Route, SPEECH } from './route';
import { SCHEMA_FORMAT, SCHEMA } from './schema-format';
import type { Spoken, Wire } from './speech';
import { EFFORT, NEXT, PROOF, REASONERS, THOUGHT, THOUGHTFUL } from './thinking-loop';
import { TOOLS } from './tools';

/** What one probe shows: what was told as lost, and what was lost without a word (a fault of ours). */
export interface Finding {
  losses: readonly Loss[];
  silent: readonly string[];
}

export interface Capability {
  name: string;
  /** Undefined = the caller's dialect has no word for it. */
  probe(from: Dialect, to: Dialect): Finding | undefined;
}

const CALLS = [
  { id: 'call_a', name: 'get_weather', input: '{"city":"Köln"}' },
  { id: 'call_b', name: 'get_weather', input: '{"city":"京都"}' },
];
const OFFERED = [{ name: 'get_weather', schema: SCHEMA }];
const HI: Entry = { by: 'user', text: 'first question' };
const USAGE = { input: 100, cacheRead: 8000, cacheWrite: 500, output: 40, reasoning: 25 };

export const CAPABILITIES: readonly Capability[] = [
  {
    name: 'text',
    probe: (from, to) => {
      const entries: Entry[] = [
        { by: 'system', text: 'my rules' },
        HI,
        { by: 'assistant', text: 'my answer' },
        { by: 'user', text: 'next' },
      ];
      return join(
        asked(from, to, HISTORY[from].write(entries), ['my rules', 'first question', 'my answer', 'next']),
        answered(from, to, { text: 'Hallo 世界!' }, ['Hallo 世界!']),
      );
    },
  },
  {
    name: 'tools',
    probe: (from, to) => {
      const [call] = CALLS;
      const entries: Entry[] = [
        HI,
        { call: call!.id, name: call!.name, input: call!.input },
        { result: call!.id, text: 'sunny' },
      ];
      const fields = { ...TOOLS[from].write(OFFERED, { name: 'get_weather' }), ...HISTORY[from].write(entries) };
      return join(
        asked(from, to, fields, ['get_weather', 'Köln', 'sunny']),
        answered(from, to, { calls: [call!] }, ['get_weather', 'Köln']),
      );
    },
  },
  {
    name: 'parallel tools',
    probe: (from, to) => {
      const entries: Entry[] = [
        HI,
        ...CALLS.map(({ id, name, input }) => ({ call: id, name, input })),
        ...CALLS.map(({ id }) => ({ result: id, text: `of ${id}` })),
      ];
      const oneAtATime = from === 'gemini-generate' ? undefined : true;
      const fields = { ...TOOLS[from].write(OFFERED, undefined, oneAtATime), ...HISTORY[from].write(entries) };
      return join(
        asked(from, to, fields, ['Köln', '京都', 'of call_a', 'of call_b']),
        answered(from, to, { calls: CALLS }, ['Köln', '京都']),
      );
    },
  },
  { name: 'images', probe: (from, to) => media(from, to, ['image', 'imageUrl', 'imageFile']) },
  { name: 'documents', probe: (from, to) => media(from, to, ['document', 'documentUrl']) },
  {
    name: 'thinking',
    probe: (from, to) => {
      const again = NEXT[from](new Route(from, to).answer(SPEECH[to].say(THOUGHTFUL)));
      // Chat's own protocol has no proofs.
      const proofs = to === 'openai-chat' ? [] : [PROOF];
      return join(
        asked(from, to, EFFORT[from]('high'), [], REASONERS[to]),
        answered(from, to, THOUGHTFUL, [THOUGHT]),
        asked(from, to, again, proofs),
      );
    },
  },
  {
    name: 'cache marks',
    probe: (from, to) => (from === 'gemini-generate' ? undefined : asked(from, to, MARKED[from], [])),
  },
  {
    name: 'JSON schema',
    probe: (from, to) => asked(from, to, SCHEMA_FORMAT[from], ['"additionalProperties":false', '"#/$defs/b"']),
  },
  { name: 'usage', probe: usage },
  { name: 'errors', probe: errors },
];

function asked(from: Dialect, to: Dialect, fields: Wire, traces: readonly string[], upstreamModel?: string): Finding {
  const { body, losses } = new Route(from, to, upstreamModel === undefined ? {} : { upstreamModel }).plan(fields);
  const text = body.toString();
  return {
    losses: [...losses],
    silent: losses.length > 0 ? [] : traces.filter((trace) => !text.includes(inJson(trace)) && !text.includes(trace)),
  };
}

function answered(from: Dialect, to: Dialect, answer: Spoken, traces: readonly string[]): Finding {
  const plan = new Route(from, to).plan();
  const before = plan.losses.length;
  const text = plan.readWhole(Buffer.from(JSON.stringify(SPEECH[to].say(answer)))).body.toString();
  const losses = plan.losses.slice(before);
  return { losses, silent: losses.length > 0 ? [] : traces.filter((trace) => !text.includes(trace)) };
}

function media(from: Dialect, to: Dialect, kinds: readonly Media[]): Finding | undefined {
  const known = kinds.filter((kind) => MEDIA[from][kind] !== undefined);
  if (known.length === 0) return undefined;
  const findings = known.map((kind) => asked(from, to, asking(from, MEDIA[from][kind]!), [TRACES[kind]]));
  return join(...findings);
}

/** Tokens by class, as a client of the caller's dialect reads them. */
function usage(from: Dialect, to: Dialect): Finding {
  const told = to === 'gemini-generate' ? { ...USAGE, cacheWrite: 0 } : USAGE;
  const heard = SPEECH[from].hear(new Route(from, to).answer(SPEECH[to].say({ text: 'x', usage: told }))).usage!;
  const { input, cacheRead = 0, cacheWrite = 0, output, reasoning = 0 } = heard;
  const silent: string[] = [];
  if (input + cacheRead + cacheWrite !== told.input + told.cacheRead + told.cacheWrite)
    silent.push('tokens of the prompt');
  if (output + reasoning !== told.output + told.reasoning) silent.push('tokens of the answer');
  if (cacheRead !== told.cacheRead) silent.push('tokens from the cache');
  const isMerged = cacheWrite !== told.cacheWrite;
  return { losses: isMerged ? [{ field: 'cache writes', reason: 'counted as other input' }] : [], silent };
}

/** The upstream's limit, as the caller sees it. */
function errors(from: Dialect, to: Dialect): Finding {
  const body = JSON.stringify({ error: { message: `busy ${to}`, code: 429 } });
  const error = mapError({ status: 429, mappedStatus: 429, body, retryAfter: '7' });
  const text = errorWriter(from).body(error, 'req_1', 'en');
  const isTold =
    error instanceof AppError && error.status === 429 && error.retryAfterSeconds === 7 && text.includes('req_1');
  return { losses: [], silent: isTold ? [] : ['status, time and id of the request'] };
}

function join(...findings: readonly Finding[]): Finding {
  return { losses: findings.flatMap(({ losses }) => losses), silent: findings.flatMap(({ silent }) => silent) };
}

/** Text as the inside of a JSON string in a JSON string. */
const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);
