import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { ROOT_ACCESS_TOKEN, ROOT_KEY, type GatewayProcess } from './gateway-process';
import { waitFor } from './wait-for';

const CALLERS = 40;
/** Redeeming is limited by address, so each try comes from another one. */
const PAYERS = 4;

/** What callers and payers of a gateway were told before it died. */
export interface Told {
  /** Request ids whose last byte reached a caller. */
  delivered: Set<string>;
  /** Idempotency keys of credits by staff, and codes: those that were answered, and those whose answer never came. */
  credited: Set<string>;
  unanswered: Set<string>;
}

export const nothingTold = (): Told => ({ delivered: new Set(), credited: new Set(), unanswered: new Set() });

/**
 * Callers, half of them streaming, and payers who credit and redeem, each starting anew when the last one ended; the process
 * dies in the middle. `silent` is a model that is never answered: a call of it is open when that happens.
 */
export async function loadUntilKilled(
  gateway: GatewayProcess,
  options: { told: Told; codes: string[]; silent: string; lifetimeMs: number },
): Promise<void> {
  const { told, codes, silent, lifetimeMs } = options;
  const agent = new Agent({ connections: CALLERS + PAYERS + 1 });
  const chat = (body: object) =>
    request(`${gateway.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ROOT_KEY}`, 'content-type': 'application/json' },
      body: JSON.stringify({ messages: [{ role: 'user', content: 'hi' }], ...body }),
      dispatcher: agent,
    });
  let isOver = false;
  const untilKilled = async (act: () => Promise<void>): Promise<void> => {
    try {
      while (!isOver) await act();
    } catch (error) {
      if (!isConnectionError(error)) throw error;
    }
  };
  const callers = Array.from({ length: CALLERS }, (_, caller) =>
    untilKilled(async () => {
      const isStream = caller % 2 === 0;
      const response = await chat({ model: 'gpt-4o', stream: isStream });
      // Reads to the last byte; a cut answer throws.
      const text = await response.body.text();
      expect(response.statusCode).toBe(200);
      expect(text).toMatch(isStream ? /\[DONE\]\n\n$/ : /\}$/);
      told.delivered.add(response.headers['x-request-id'] as string);
    }),
  );
  const payers = Array.from({ length: PAYERS }, (_, payer) =>
    untilKilled(async () => {
      const what = payer % 2 === 0 ? `credit-${Math.random()}` : codes.pop();
      if (what === undefined) throw new Error('There are too few codes');
      told.unanswered.add(what);
      expect((await pay(gateway, what, agent)).status).toBe(200);
      told.unanswered.delete(what);
      told.credited.add(what);
    }),
  );
  const open = chat({ model: silent }).catch((error: unknown) => error);
  await new Promise((resolve) => setTimeout(resolve, lifetimeMs));
  await waitFor(
    () => (journalText(gateway).includes(`"requestedModel":"${silent}"`) ? true : undefined),
    'the open call in the journal',
  );
  await gateway.kill();
  isOver = true;
  await Promise.all([...callers, ...payers, open]);
  await agent.destroy();
}

/** Payers who heard nothing try again: a credit under its key, a code as it is. Returns what was done by the first try. */
export async function tryAgain(gateway: GatewayProcess, told: Told): Promise<number> {
  let done = 0;
  for (const what of told.unanswered) {
    const { status, code } = await pay(gateway, what);
    if (code === 'redemption.used') done += 1;
    else expect([what, status]).toEqual([what, 200]);
    told.credited.add(what);
  }
  told.unanswered.clear();
  return done;
}

let addresses = 0;

async function pay(
  gateway: GatewayProcess,
  what: string,
  dispatcher = new Agent(),
): Promise<{ status: number; code: string | undefined }> {
  const isCredit = what.startsWith('credit-');
  addresses += 1;
  const response = await request(`${gateway.url}${isCredit ? '/api/user/1/balance' : '/api/user/topup'}`, {
    method: 'POST',
    headers: {
      ...{ authorization: ROOT_ACCESS_TOKEN, 'content-type': 'application/json', 'idempotency-key': what },
      'x-forwarded-for': `10.${addresses >> 16}.${(addresses >> 8) & 255}.${addresses & 255}`,
    },
    body: JSON.stringify(isCredit ? { add: 500, note: 'under load' } : { key: what }),
    dispatcher,
  });
  const { code } = (await response.body.json()) as { code?: string };
  return { status: response.statusCode, code };
}

function journalText(gateway: GatewayProcess): string {
  const folder = join(gateway.dataDir, 'journal', '0');
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('');
}

function isConnectionError(error: unknown): boolean {
  const { code } = error as { code?: string };
  return code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'ECONNREFUSED' || code === 'EPIPE';
}
