import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DIALECTS, SAMPLES } from '../../../libs/relay/src/adapters/__fixtures__/dialect-samples';
import {
  drawFrom,
  mutateRandomly,
  mutateStream,
  pick,
  type Draw,
} from '../../../libs/relay/src/adapters/__fixtures__/random-mutations';
import type { Dialect } from '../../../libs/relay/src/model/dialect';
import { FakeUpstream, type UpstreamHandler } from '../../harness/fake-upstream';
import { ROOT_KEY, type GatewayProcess } from '../../harness/gateway-process';
import { callOf, fieldOf, goodStream, hasLastWord, isReadable, toWire } from './spoilt-calls';
import { modelOf, startRoutes } from './tool-upstream';

const BODIES = 300;
const ANSWERS = 300;

describe('mutated traffic (real: the gateway; simulated: callers by plain HTTP, upstreams by exact bytes)', () => {
  let gateway: GatewayProcess;
  let upstream: FakeUpstream;
  /** Calls that were refused as their callers' fault, and for no model. */
  const refusals = { field: 0, model: 0 };

  beforeAll(async () => {
    upstream = await FakeUpstream.start();
    gateway = await startRoutes(upstream.url, {
      ...{ RELAY_FIRST_BYTE_TIMEOUT: '3', RELAY_IDLE_TIMEOUT: '3' },
      // Mutated calls name pictures somewhere in the world: what is there is nobody's business here.
      MEDIA_FETCH_MAX_MB: '0',
    });
  });

  afterAll(async () => {
    await gateway.remove();
    await upstream.stop();
  });

  const call = (dialect: Dialect, model: string, isStream: boolean, body?: unknown) =>
    callOf(dialect, { url: gateway.url, key: ROOT_KEY }, { model, isStream, body });

  /** What is wrong with a call is told with the number that shows it again. */
  async function repeat(runs: number, act: (draw: Draw) => Promise<string | undefined>): Promise<void> {
    const wrong: string[] = [];
    for (let seed = 0; seed < runs; seed++) {
      const told = await act(drawFrom(seed)).catch((error: Error) => error.message);
      if (told !== undefined) wrong.push(`seed ${seed}: ${told}`);
    }
    expect(wrong).toEqual([]);
    expect(gateway.isRunning).toBe(true);
  }

  describe.each(DIALECTS)('%s', (dialect) => {
    it(`answers ${BODIES} mutated requests, or refuses them naming the field`, async () => {
      const before = { ...refusals };
      await repeat(BODIES, async (draw) => {
        const to = pick(DIALECTS, draw);
        const isStream = draw(2) === 0;
        upstream.handler = answering(SAMPLES[to].answers[0]!, goodStream(to, SAMPLES[to]));
        const mutated = mutateRandomly(JSON.parse(pick(SAMPLES[dialect].requests, draw)), draw) as object;
        // Gemini's address names both; of the others one in ten keeps what the mutation made of them.
        const named = dialect === 'gemini-generate' || draw(10) === 0 ? {} : { model: modelOf(to), stream: isStream };
        const reply = await call(dialect, modelOf(to), isStream, { ...mutated, ...named });
        if (reply.status === 200) return undefined;
        if (reply.status === 404 && reply.text.includes('does not exist')) {
          refusals.model++;
          return undefined;
        }
        refusals.field++;
        if (reply.status === 400 && fieldOf(dialect, reply) !== undefined) return undefined;
        return `${reply.status} ${reply.text}`;
      });
      expect(refusals.field).toBeGreaterThan(before.field);
      expect(refusals.field - before.field).toBeLessThan(BODIES * 0.9);
    });

    it(`hands on ${ANSWERS} mutated answers, or says that the upstream failed`, async () => {
      await repeat(ANSWERS, async (draw) => {
        const body = JSON.stringify(mutateRandomly(JSON.parse(pick(SAMPLES[dialect].answers, draw)), draw));
        upstream.handler = answering(draw(10) === 0 ? body.slice(0, draw(body.length)) : body, '');
        const reply = await call(pick(DIALECTS, draw), modelOf(dialect), false);
        JSON.parse(reply.text);
        return reply.status === 200 || isUpstreamFault(reply.status) ? undefined : `${reply.status} ${reply.text}`;
      });
    });

    it(`hands on ${ANSWERS} mutated streams, each with a last word`, async () => {
      await repeat(ANSWERS, async (draw) => {
        const caller = pick(DIALECTS, draw);
        upstream.handler = answering('', toWire(dialect, mutateStream(pick(SAMPLES[dialect].streams, draw), draw)));
        const reply = await call(caller, modelOf(dialect), true);
        if (isUpstreamFault(reply.status)) return undefined;
        if (reply.status !== 200) return `${reply.status} ${reply.text}`;
        if (reply.isCut) return 'The stream was cut';
        if (!hasLastWord(caller, reply)) return `${caller} is left without a last word: ${reply.text.slice(-500)}`;
        return caller === dialect || isReadable(reply) ? undefined : `${caller} cannot read: ${reply.text}`;
      });
    });
  });

  it('blames nobody else, keeps its accounts, holds nothing back and goes on serving', async () => {
    for (const to of DIALECTS) {
      upstream.handler = answering(SAMPLES[to].answers[0]!, goodStream(to, SAMPLES[to]));
      for (const caller of DIALECTS) {
        expect([caller, to, (await call(caller, modelOf(to), false)).status]).toEqual([caller, to, 200]);
        expect([caller, to, (await call(caller, modelOf(to), true)).status]).toEqual([caller, to, 200]);
      }
    }
    // Everything that is under way is settled before it ends.
    expect(await gateway.stop()).toBe(0);
    expect(gateway.output).not.toMatch(/unhandled|uncaught|TypeError|RangeError|internal_error/i);
    const { query } = gateway.database;
    // Nobody was blamed for what an upstream did.
    const codes = await query('SELECT error_code AS code, COUNT(*) AS n FROM logs WHERE type = 5 GROUP BY error_code');
    const others = codes.filter(({ code }) => !String(code).startsWith('upstream_'));
    expect(Object.fromEntries(others.map(({ code, n }) => [code, n]))).toEqual({
      invalid_text_request: refusals.field,
      ...(refusals.model > 0 && { model_not_found: refusals.model }),
    });
    const [accounts] = await query(`SELECT
      (SELECT balance FROM users WHERE id = 1) AS balance,
      (SELECT SUM(amount) FROM ledger_entries WHERE user_id = 1) AS entries,
      (SELECT -SUM(amount) FROM ledger_entries WHERE operation = 'usage') AS spent,
      (SELECT SUM(amount) FROM logs WHERE type = 2) AS logged`);
    expect(accounts!['balance']).toBe(accounts!['entries']);
    expect(accounts!['spent']).toBe(accounts!['logged']);

    expect(readdirSync(join(gateway.dataDir, 'journal', '0'))).toEqual([]);
    // What was still held would be written as interrupted at the next start.
    await gateway.restart();
    expect(await query("SELECT id FROM logs WHERE end_state = 'interrupted'")).toEqual([]);
    upstream.handler = answering(SAMPLES['openai-chat'].answers[0]!, '');
    expect((await call('anthropic-messages', modelOf('openai-chat'), false)).status).toBe(200);
  });
});

/** 400 and its kind come from the upstream as well, when it said so in its stream or behind a 200. */
function isUpstreamFault(status: number): boolean {
  return [400, 404, 413, 415, 422, 429, 502, 503, 504].includes(status);
}

function answering(whole: string, stream: string): UpstreamHandler {
  return (request, response) => {
    const isStream = request.body['stream'] === true || request.path.includes('streamGenerateContent');
    response.writeHead(200, { 'content-type': isStream ? 'text/event-stream' : 'application/json' });
    response.end(isStream ? stream : whole);
  };
}
