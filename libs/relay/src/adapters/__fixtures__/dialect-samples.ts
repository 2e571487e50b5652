import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dialect } from '../../model/dialect';
import type { AnswerTarget } from '../codec';
import { anyAnswer, anyRequest } from '../gemini-generate/__fixtures__/arbitraries';

/** Good bodies and streams of a dialect, as JSON; a stream is its events' data. */
export interface DialectSamples {
  requests: readonly string[];
  answers: readonly string[];
  streams: readonly (readonly string[])[];
}

export const SAMPLES: Readonly<Record<Dialect, DialectSamples>> = {
  'openai-chat': {
    requests: [read('openai-chat/codec', 'agent-request.json')],
    answers: [read('openai-chat/codec', 'answer.json')],
    streams: streams('openai-chat/codec', ['text', 'tool-calls', 'reasoning-details', 'reasoning-content']),
  },
  'openai-responses': {
    requests: [read('openai-responses', 'agent-request.json')],
    answers: [read('openai-responses', 'answer.json')],
    streams: streams('openai-responses', ['text', 'tool-calls', 'custom-tool', 'hosted', 'error']),
  },
  'anthropic-messages': {
    requests: [read('anthropic-messages', 'agent-request.json')],
    answers: [read('anthropic-messages', 'answer.json')],
    streams: streams('anthropic-messages', ['text', 'tool-calls', 'thinking', 'server-tool', 'error']),
  },
  'gemini-generate': {
    requests: sample(anyRequest),
    answers: sample(anyAnswer),
    streams: streams('gemini-generate', ['text', 'tool-call', 'grounded', 'blocked', 'code-and-image']),
  },
};

export const DIALECTS = Object.keys(SAMPLES) as Dialect[];

export const ANSWER: AnswerTarget = {
  model: 'asked-for',
  wantsStreamUsage: true,
  createId: (prefix) => `${prefix}new`,
  nowSeconds: 1_700_000_000,
};

function read(folder: string, name: string): string {
  return readFileSync(join(__dirname, '..', folder, '__fixtures__', name), 'utf8');
}

function streams(folder: string, names: readonly string[]): string[][] {
  return names.map((name) => read(folder, `${name}.chunks.txt`).trimEnd().split('\n'));
}

function sample(bodies: fc.Arbitrary<unknown>): string[] {
  return fc.sample(bodies, { numRuns: 40, seed: 7 }).map((body) => JSON.stringify(body));
}
