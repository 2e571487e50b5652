import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Logger } from '@nestjs/common';
import fc from 'fast-check';
import { estimateTokens } from '../src/tokenizer/estimate-tokens';
import { TOKEN_COUNTER_LIMITS, TokenCounter, type TokenCounterLimits } from '../src/tokenizer/token-counter';
import { startTokenThread } from '../src/tokenizer/token-thread-client';

// Real: the thread and both vocabularies. Fake: threads that are made to fail.
const started: Worker[] = [];
const counters: TokenCounter[] = [];

function open(limits: Partial<TokenCounterLimits> = {}, startThread = startTokenThread): TokenCounter {
  const start = () => {
    const worker = startThread();
    started.push(worker);
    return worker;
  };
  // Patient by default: this machine may be busy with other tests.
  const counter = new TokenCounter({ ...TOKEN_COUNTER_LIMITS, waitMs: 20_000, ...limits }, start);
  counters.push(counter);
  return counter;
}

const scripted = (script: string) => () => new Worker(script, { eval: true });
const estimated = (texts: string[]) => ({ tokens: estimateTokens(texts), isEstimated: true, method: 'approximate' });
const exactly = (tokens: number) => ({ tokens, isEstimated: true, method: 'exact' });
/** The same at every run, and hardly a word twice, so that counting takes its time. */
const noise = (length: number, firstUnit: number, units: number) =>
  Array.from({ length }, (_, at) => String.fromCharCode(firstUnit + ((Math.imul(at, 2654435761) >>> 8) % units))).join(
    '',
  );
const HELLO = ['hello world, hello world'];

let warn: jest.SpyInstance;
beforeEach(() => {
  warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
  started.length = 0;
});
afterEach(async () => {
  warn.mockRestore();
  for (const counter of counters.splice(0)) await counter.onApplicationShutdown();
});

describe('TokenCounter', () => {
  describe('in its thread', () => {
    let counter: TokenCounter;
    beforeAll(() => (counter = new TokenCounter({ ...TOKEN_COUNTER_LIMITS, waitMs: 20_000 })));
    afterAll(() => counter.onApplicationShutdown());

    // The first four rows are published in OpenAI's cookbook (How to count tokens with tiktoken), the others are tiktoken 1.0.22's.
    it.each([
      ['antidisestablishmentarianism', 6, 6],
      ['2 + 2 = 4', 7, 7],
      ['お誕生日おめでとう', 9, 8],
      ['tiktoken is great!', 6, 6],
      ['<|endoftext|>', 7, 7],
      ['a<|im_start|>b<|fim_prefix|>', 15, 14],
      ['人工智能正在改变世界,也改变我们。', 17, 10],
      ['👩‍👩‍👧‍👦 🎉', 21, 13],
      ['\ud800 and \udc00', 3, 3],
      ['\u0000\u0000', 2, 1],
    ])('counts %j as %d tokens of cl100k and %d of o200k', async (text, cl100k, o200k) => {
      expect(await counter.count([text], 'gpt-4')).toEqual(exactly(cl100k));
      expect(await counter.count([text], 'gpt-4o')).toEqual(exactly(o200k));
    });

    it('adds texts up, and knows that nothing is nothing', async () => {
      expect(await counter.count(['2 + 2 = 4', '', 'tiktoken is great!'], 'gpt-4')).toEqual(exactly(13));
      expect(await counter.count([], 'gpt-4')).toEqual(exactly(0));
    });

    it('scales what it counts for a family without a public vocabulary', async () => {
      expect(await counter.count(['2 + 2 = 4'], 'claude-3-5-sonnet')).toEqual({ ...exactly(9), method: 'approximate' });
    });

    it.each([
      ['letters', 'a'.repeat(5_000_000), 625_000],
      ['spaces', ' '.repeat(1_000_000), 7_813],
      ['newlines and slashes', '/\n'.repeat(500_000), 500_000],
    ])('counts megabytes of %s in a moment', async (_what, text, tokens) => {
      const startedMs = performance.now();
      expect(await counter.count([text], 'gpt-4o')).toEqual({ ...exactly(tokens), method: 'approximate' });
      expect(performance.now() - startedMs).toBeLessThan(5_000);
    });

    it('answers for any text: no more tokens than bytes, and the same for texts together as one by one', async () => {
      const text = fc.oneof(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.string({ unit: 'grapheme', maxLength: 300 }),
        fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 300 }).map((units) => String.fromCharCode(...units)),
        fc
          .tuple(fc.constantFrom('a', '汉', '!', ' ', '\n', '\u0301', '\udfff'), fc.nat(3000))
          .map(([c, n]) => c.repeat(n)),
      );
      await fc.assert(
        fc.asyncProperty(text, text, fc.constantFrom('gpt-4', 'gpt-5'), async (first, second, model) => {
          const [one, other, both] = await Promise.all(
            [[first], [second], [first, second]].map((texts) => counter.count(texts, model)),
          );
          expect(one!.tokens).toBeGreaterThanOrEqual(first === '' ? 0 : 1);
          expect(one!.tokens).toBeLessThanOrEqual(Buffer.byteLength(first));
          expect(both!.tokens).toBe(one!.tokens + other!.tokens);
        }),
        { numRuns: 200 },
      );
    });

    it('lets the event loop go on meanwhile', async () => {
      await counter.count(HELLO, 'gpt-4o');
      const text = noise(1_000_000, 97, 26);
      let lagMs = 0;
      let lastMs = performance.now();
      const timer = setInterval(() => {
        lagMs = Math.max(lagMs, performance.now() - lastMs);
        lastMs = performance.now();
      }, 5);
      await counter.count([text], 'gpt-4o');
      clearInterval(timer);
      expect(lagMs).toBeLessThan(200);
    });
  });

  it('starts no thread before it is needed', async () => {
    const counter = open();
    await counter.count([''], 'gpt-4o');
    expect(started).toHaveLength(0);
    await counter.count(HELLO, 'gpt-4o');
    await counter.count(HELLO, 'gpt-4o');
    expect(started).toHaveLength(1);
  });

  it('estimates what a dying thread was counting, and counts the next in a new one', async () => {
    const counter = open();
    expect(await counter.count(HELLO, 'gpt-4o')).toEqual(exactly(5));
    const long = [noise(1_000_000, 0x4e00, 20_000)];
    const running = counter.count(long, 'gpt-4o');
    const next = counter.count(HELLO, 'gpt-4o');
    void started[0]!.terminate();
    expect(await running).toEqual(estimated(long));
    expect(await next).toEqual(exactly(5));
    await started[1]!.terminate();
    expect(await counter.count(HELLO, 'gpt-4o')).toEqual(exactly(5));
    expect(started).toHaveLength(3);
    expect(warn).toHaveBeenCalledTimes(2);
  });

  it('estimates at once while no thread can be started', async () => {
    const counter = open({}, () => new Worker(join(__dirname, 'no-such-thread.js')));
    const counts = await Promise.all([1, 2, 3].map(() => counter.count(HELLO, 'gpt-4o')));
    counts.push(await counter.count(HELLO, 'gpt-4o'));
    expect(counts).toEqual(Array(4).fill(estimated(HELLO)));
    expect(started).toHaveLength(1);
  });

  it('survives a thread that runs out of memory', async () => {
    const eater = `const all = []; require('node:worker_threads').parentPort.on('message', () => {
      for (;;) all.push(Array(10_000).fill({})); });`;
    const counter = open({}, () => new Worker(eater, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 20 } }));
    expect(await counter.count(HELLO, 'gpt-4o')).toEqual(estimated(HELLO));
    expect(String(warn.mock.calls)).toContain('memory');
  });

  it('waits for a silent thread no longer than it said, and ends it', async () => {
    const counter = open({ waitMs: 50, graceMs: 50 }, scripted('setInterval(() => {}, 1000)'));
    const exited = new Promise((resolve) => setTimeout(() => started[0]!.once('exit', resolve)));
    expect(await counter.count(HELLO, 'gpt-4o')).toEqual(estimated(HELLO));
    await exited;
  });

  it('does not wait in a full queue', async () => {
    const counter = open({ requests: 1 });
    const counts = [1, 2, 3].map(() => counter.count(HELLO, 'gpt-4o'));
    expect(await counts[2]).toEqual(estimated(HELLO));
    expect(await Promise.all(counts.slice(0, 2))).toEqual([exactly(5), exactly(5)]);
    const large = ['a '.repeat(100)];
    expect(await open({ length: 199 }).count(large, 'gpt-4o')).toEqual(estimated(large));
  });

  it('leaves the queue when its time is over', async () => {
    const echo = `const { parentPort } = require('node:worker_threads');
      parentPort.on('message', ({ id }) => setTimeout(() => parentPort.postMessage({ id, counted: { tokens: 7 } }), 1000));`;
    const counter = open({ waitMs: 100, graceMs: 5_000 }, scripted(echo));
    const counts = await Promise.all([1, 2].map(() => counter.count(HELLO, 'gpt-4o')));
    expect(counts).toEqual([estimated(HELLO), estimated(HELLO)]);
    expect(started).toHaveLength(1);
  });

  it('gives up a text that takes longer than its time, and goes on with the next', async () => {
    const counter = open({ waitMs: 300 });
    // The first may be late, because the vocabulary is still being loaded.
    for (let tries = 0; tries < 50; tries++) if ((await counter.count(HELLO, 'gpt-4o')).method === 'exact') break;
    const long = [noise(1_000_000, 0x4e00, 20_000)];
    expect(await counter.count(long, 'gpt-4o')).toEqual(estimated(long));
    // The long text would take the thread another second.
    expect(await counter.count(HELLO, 'gpt-4o')).toEqual(exactly(5));
    expect(warn).not.toHaveBeenCalled();
  });

  it('ends its thread at shutdown and estimates from then on', async () => {
    const counter = open();
    await counter.count(HELLO, 'gpt-4o');
    const exited = new Promise((resolve) => started[0]!.once('exit', resolve));
    const counts = [1, 2].map(() => counter.count(HELLO, 'gpt-4o'));
    await counter.onApplicationShutdown();
    await exited;
    expect(await Promise.all(counts)).toEqual([estimated(HELLO), estimated(HELLO)]);
    expect(await counter.count(HELLO, 'gpt-4o')).toEqual(estimated(HELLO));
    expect(started).toHaveLength(1);
    expect(warn).not.toHaveBeenCalled();
  });

  it('does not keep a process alive that has nothing else to do', () => {
    const root = join(__dirname, '../../..');
    const program = `const { TokenCounter } = require('./libs/platform/src/tokenizer/token-counter.ts');
      new TokenCounter().count(['hello world'], 'gpt-4o').then(({ method }) => console.log(method));`;
    const { stdout, status } = spawnSync(
      process.execPath,
      ['-r', join(root, 'tools/register-typescript.cjs'), '-e', program],
      { cwd: root, encoding: 'utf8', timeout: 20_000 },
    );
    expect({ stdout, status }).toEqual({ stdout: 'exact\n', status: 0 });
  });
});
