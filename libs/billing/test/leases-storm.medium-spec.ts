import { NodeRegistry } from '@app/billing';
import { BillingApp, callRecord, tokens } from '../../../test/harness/billing-app';
import { ENGINES } from '../../../test/harness/test-database';
import { SliceReturns } from '../src/application/leases/slice-returns';

/** gpt-4o: nano-dollars per input token. */
const PER_TOKEN = 2_500n;
/** So much more than expected every call may use, in tokens. What calls hold is never more than that beyond what there is. */
const EXCESS = 400;
const CLIENTS = 12;
const STEPS = 40;
const SEED = Number(process.env['LEASE_STORM_SEED'] ?? 2);

interface Running {
  id: string;
  node: BillingApp;
  most: number;
  isLimited: boolean;
}

/** In tokens: what is left of an account, and what calls hold of it. */
interface Book {
  left: number;
  held: number;
}

describe.each(ENGINES)('calls in a storm on %s (real: database, journals; three nodes in one process)', (engine) => {
  let nodes: BillingApp[];

  beforeEach(async () => {
    const first = await BillingApp.start(engine, { WALLET_MODE: 'leased' });
    await first.addUser(1, 2_000n * PER_TOKEN);
    await first.addToken(7, 1, 3_000n * PER_TOKEN);
    nodes = [first, await first.another(), await first.another()];
    for (const node of nodes) await node.get(NodeRegistry).join('gateway');
  });

  afterEach(async () => {
    for (const node of nodes.slice(1)) await node.close();
    await nodes[0]!.remove();
  });

  const reserve = async (node: BillingApp, id: string, least: number, most: number, isLimited: boolean) =>
    node.meter.reserve({
      ...{ requestId: id, userId: 1, tokenId: isLimited ? 7 : 0, isUnlimitedToken: !isLimited },
      ...{ amount: BigInt(least) * PER_TOKEN, most: { money: BigInt(most) * PER_TOKEN, tokens: most } },
      describe: { username: 'u1', tokenName: '', requestedModel: 'gpt-4o', ip: '', startedAtMs: 1_700_000_000_000 },
    });
  const settle = (node: BillingApp, id: string, used: number, tokenId: number) =>
    node.meter.settle(
      callRecord(id, { tokenId }),
      tokens(used, 0),
      node.meter.quote('gpt-4o', 'default', false)!,
      () => undefined,
    );

  it('leave at most one of them uncovered, and in the end everything to spend', async () => {
    const user: Book = { left: 2_000, held: 0 };
    const token: Book = { left: 3_000, held: 0 };
    const problems: string[] = [];
    const check = (what: string) => {
      for (const { left, held } of [user, token])
        if (held - left > EXCESS) problems.push(`${what}: calls hold ${held}, and ${left} are left`);
    };
    const hold = ({ most, isLimited }: Running, sign: 1 | -1) => {
      user.held += sign * most;
      if (isLimited) token.held += sign * most;
    };
    let admitted = 0;
    const call = async (id: string, random: (most: number) => number): Promise<Running | undefined> => {
      const node = nodes[random(3)]!;
      const least = 1 + random(300);
      const most = least + (random(3) === 0 ? 0 : EXCESS);
      const running = { id, node, most, isLimited: random(2) === 0 };
      if (!(await reserve(node, id, least, most, running.isLimited)).ok) return undefined;
      admitted++;
      hold(running, 1);
      check(`${id} with ${least} to ${most}`);
      return running;
    };
    const end = (running: Running, random: (most: number) => number) => {
      const { id, node, most, isLimited } = running;
      const tokenId = isLimited ? 7 : 0;
      hold(running, -1);
      if (random(5) === 0) return node.meter.release(callRecord(id, { tokenId, status: 502 }));
      const used = random(3) === 0 ? most : random(most + 1);
      user.left -= used;
      if (isLimited) token.left -= used;
      settle(node, id, used, tokenId);
    };
    const move = async (key: string, amount: number) => {
      // Counted before it is there, and no longer counted when it is gone.
      if (amount > 0) user.left += amount;
      const movement = { userId: 1, operation: 'adjustment', key, floor: 0n } as const;
      const outcome = await nodes[2]!.ledger.post({ ...movement, amount: BigInt(amount) * PER_TOKEN });
      if (amount < 0 && outcome === 'posted') user.left += amount;
      check(key);
    };

    await Promise.all(
      Array.from({ length: CLIENTS }, async (_, client) => {
        let seed = SEED * 1_000 + client + 1;
        const random = (most: number): number => (seed = (seed * 48_271) % 2_147_483_647) % most;
        const open: Running[] = [];
        for (let i = 0; i < STEPS; i++) {
          const what = random(20);
          const running = what < 10 ? await call(`c${client}-${i}`, random) : undefined;
          if (running !== undefined) open.push(running);
          if (what >= 10 && what < 16 && open.length > 0) end(open.splice(random(open.length), 1)[0]!, random);
          if (what === 16) await move(`up${client}-${i}`, 1 + random(700));
          if (what === 17) await move(`down${client}-${i}`, -1 - random(200));
          if (what === 18) await nodes[random(3)]!.get(SliceReturns).handBackIdle(Infinity);
          if (what === 19) await new Promise((resolve) => setTimeout(resolve, random(30)));
        }
        for (const running of open) end(running, random);
      }),
    );

    expect(problems).toEqual([]);
    expect(admitted).toBeGreaterThan(CLIENTS);
    for (const node of nodes) await node.meter.standing(1, 7);
    for (const node of nodes) await node.get(SliceReturns).handBackIdle(Infinity);
    const [one] = nodes;
    const [row] = await one!.database.query('SELECT u.leased AS u, t.leased AS t FROM users u, tokens t');
    expect([Number(row!['u']), Number(row!['t'])]).toEqual([0, 0]);
    expect(await one!.meter.standing(1, 7)).toMatchObject({
      userBalance: BigInt(user.left) * PER_TOKEN,
      tokenRemain: BigInt(token.left) * PER_TOKEN,
    });
    expect(await one!.ledger.verify()).toEqual([]);
    await move('last', 10_000);
    for (const [i, node] of nodes.entries()) {
      expect(await reserve(node, `all${i}`, user.left, user.left, false)).toEqual({ ok: true });
      node.meter.release(callRecord(`all${i}`, { status: 502 }));
    }
  });
});
