import { Role } from '@app/kernel';
import { type BillingApp, callRecord, tokens } from '../../../../test/harness/billing-app';
import { Accounts } from '../../src/application/accounts';
import type { LedgerMovement } from '../../src/ledger.contract';
import { RedemptionAdmin } from '../../src/redemption/redemption-admin';
import { Redeeming } from '../../src/redemption/redeeming';
import { StormBooks } from './storm-books';
import { PlantedFault, StormFaults } from './storm-faults';
import { STORM_CODES, STORM_USERS, type Storm, type StormStep } from './storm-steps';

/** gpt-4o: 2 500 nano-dollars per input token, 100 of them. */
const UNIT_TOKENS = 100;
const UNIT = 250_000n;
const OPENING_UNITS = 60n;
const ADMIN = { userId: 9_999, username: 'boss', role: Role.Admin, ip: '' };

/** One storm: clients and the process they talk to, which dies and comes back. */
export class StormWorld {
  readonly books = new StormBooks();
  crashes = 0;
  steps = 0;
  planted = 0;
  private codes: string[] = [];
  private codeIds: number[] = [];
  private nextCall = 0;
  /** Open calls of the process that lives now, by user. */
  private openCalls = new Map<string, number>();
  private faults: StormFaults;
  private generation = 0;
  private died: Promise<void> = Promise.resolve();
  private tellDeath: () => void = () => undefined;

  /** Ended steps until each of the crashes to come. */
  private readonly due: number[];
  private restart: Promise<void> = Promise.resolve();

  constructor(
    private readonly billing: BillingApp,
    private readonly storm: Storm,
    /** Storms of one database differ by it. */
    private readonly number: number,
  ) {
    this.faults = new StormFaults(0, 0, 1);
    this.due = [...storm.crashes];
  }

  async run(): Promise<void> {
    await this.prepare();
    this.begin(this.storm.faultSeed);
    await Promise.all(this.storm.clients.map((steps) => this.client(steps)));
    await this.restart;
    if (this.storm.endsWithCrash) await this.crash();
    await this.finish();
  }

  /** What is wrong after it; empty = all is well. */
  async differences(): Promise<string[]> {
    const found = this.books.compare(await this.rows());
    for (const difference of await this.billing.ledger.verify()) {
      found.push(
        `${difference.account} of ${difference.ownerId}: ${difference.stored}, by entries ${difference.entries}`,
      );
    }
    const accounts = this.billing.get(Accounts);
    for (let index = 0; index < STORM_USERS; index++) {
      const userId = this.user(index);
      const stored = await this.money('balance', userId);
      if (stored < 0n) found.push(`user ${index} has ${stored}`);
      const account = await accounts.load('users', userId);
      if (account.balance !== stored || account.reserved !== 0n || account.unwritten !== 0n) {
        found.push(
          `user ${index}: memory has ${account.balance}, ${account.reserved} held, ${account.unwritten} unwritten; stored ${stored}`,
        );
      }
      if ((await this.money('aff_quota', userId)) < 0n) found.push(`the reward of user ${index} is below zero`);
    }
    const used = await this.count(
      `SELECT COUNT(*) AS n FROM redemptions WHERE used_user_id > ${this.user(-1)} AND used_user_id < ${this.user(STORM_USERS)}`,
    );
    const credited = (await this.rows()).filter(({ operation }) => operation === 'redemption').length;
    if (used !== credited) found.push(`${used} codes are used, ${credited} credited`);
    return found;
  }

  private user(index: number): number {
    return this.number * 10 + index + 1;
  }

  private async prepare(): Promise<void> {
    for (let index = 0; index < STORM_USERS; index++) {
      const id = this.user(index);
      await this.billing.addUser(id, OPENING_UNITS * UNIT);
      await this.billing.addToken(id, id, (OPENING_UNITS / 2n) * UNIT);
      await this.billing.ledger.post({
        userId: id,
        operation: 'rebate',
        account: 'reward',
        key: `storm:${id}`,
        amount: 30n * UNIT,
      });
    }
    await this.billing.sql(
      `UPDATE users SET inviter_id = ${this.user(0)} WHERE id > ${this.user(0)} AND id <= ${this.user(STORM_USERS)}`,
    );
    const batch = { name: 'storm', amount: 20n * UNIT, startsAt: 0, endsAt: 0, perUserLimit: 0, count: STORM_CODES };
    this.codes = (await this.billing.get(RedemptionAdmin).create(ADMIN, batch)).keys;
    const ids = await this.billing.database.query(`SELECT id FROM redemptions ORDER BY id DESC LIMIT ${STORM_CODES}`);
    this.codeIds = ids.map((row) => Number(row['id'])).reverse();
  }

  private begin(faultSeed: number): void {
    this.generation += 1;
    this.openCalls = new Map();
    this.died = new Promise((resolve) => (this.tellDeath = resolve));
    this.faults = new StormFaults(this.storm.failing, this.storm.unanswered, faultSeed);
    this.faults.install(this.billing);
  }

  private async client(steps: readonly StormStep[]): Promise<void> {
    for (const step of steps) {
      for (let turn = 0; turn < step.turns; turn++) await new Promise(setImmediate);
      await this.restart;
      const { generation } = this;
      // Whoever talks to a process that dies never hears of it again.
      await Promise.race([this.died, this.take(step, generation)]);
      this.steps += 1;
      if (this.due[0] !== undefined && --this.due[0] <= 0) {
        this.due.shift();
        this.restart = this.restart.then(() => this.crash());
      }
    }
  }

  private async take(step: StormStep, generation: number): Promise<void> {
    try {
      if (step.kind === 'call') await this.call(step, generation);
      else await this.move(step, generation);
    } catch (error) {
      if (!isPlanted(error) && generation === this.generation) this.books.errors.push(String(error));
    }
  }

  private async call(step: StormStep & { kind: 'call' }, generation: number): Promise<void> {
    const userId = this.user(step.user);
    const requestId = `storm-${this.number}-${this.nextCall++}`;
    const { meter } = this.billing;
    const tokenId = step.isLimited ? userId : 0;
    const describe = {
      username: `u${userId}`,
      tokenName: '',
      requestedModel: 'gpt-4o',
      ip: '',
      startedAtMs: 1_700_000_000_000,
    };
    const held = BigInt(step.reserved) * UNIT;
    const outcome = await meter.reserve({
      requestId,
      userId,
      tokenId,
      isUnlimitedToken: !step.isLimited,
      amount: held,
      describe,
    });
    if (!outcome.ok || generation !== this.generation) return;
    this.openCalls.set(requestId, userId);
    await new Promise(setImmediate);
    if (generation !== this.generation || step.end === 'leave-open') return;
    const call = callRecord(requestId, { userId, tokenId });
    this.openCalls.delete(requestId);
    if (step.end === 'release')
      return meter.release({ ...call, status: 502, errorCode: 'upstream_error', endState: 'upstream-error' });
    const name = this.books.try('usage', requestId, BigInt(-step.used) * UNIT);
    const quote = meter.quote('gpt-4o', 'default', false)!;
    await new Promise<void>((resolve) => {
      const onDurable = (): void => {
        // A dead process tells nobody anything.
        if (generation === this.generation) this.books.confirmed.add(name);
        resolve();
      };
      meter.settle(call, tokens(step.used * UNIT_TOKENS, 0), quote, onDurable);
      if (step.end === 'settle-twice') meter.settle(call, tokens(step.used * UNIT_TOKENS, 0), quote, () => undefined);
    });
  }

  private async move(step: Exclude<StormStep, { kind: 'call' }>, generation: number): Promise<void> {
    const userId = this.user(step.user);
    if (step.kind === 'expire') {
      this.billing.clock.pass(1);
      await this.billing.lots.expireDue();
      return;
    }
    if (step.kind === 'redeem') {
      const name = this.books.try('redemption', String(this.codeIds[step.code]), 20n * UNIT);
      const actor = { userId, username: `u${userId}`, role: Role.Common, ip: '' };
      const outcome = await this.billing.get(Redeeming).redeem(actor, this.codes[step.code]!);
      if (outcome.kind === 'redeemed' && generation === this.generation) this.books.confirmDone(name);
      return;
    }
    await this.post(step, userId, generation);
  }

  private async post(
    step: Exclude<StormStep, { kind: 'call' | 'expire' | 'redeem' }>,
    userId: number,
    generation: number,
  ): Promise<void> {
    const movement = this.movementOf(step, userId);
    const name = this.books.try(movement.operation, movement.key, movement.amount);
    const outcome = await this.billing.unitOfWork.run(async () => {
      const result = await this.billing.ledger.post(movement);
      if (result === 'posted' && movement.floor !== undefined) await this.checkFloor(name, movement.userId);
      return result;
    });
    if (generation !== this.generation) return;
    if (outcome === 'posted') this.books.confirmDone(name);
    if (outcome === 'repeated') this.books.confirmed.add(name);
  }

  /** A key belongs to one user, amount and lot, whoever draws it. */
  private movementOf(step: Exclude<StormStep, { kind: 'call' | 'expire' | 'redeem' }>, userId: number): LedgerMovement {
    const amount = BigInt(step.amount) * UNIT;
    const key = `${this.number}:${userId}:${step.key}:${step.amount}`;
    switch (step.kind) {
      case 'top-up':
        return {
          ...{ userId, operation: 'top-up', key, amount },
          lot: { endsAt: step.days === null ? null : this.billing.clock.seconds() + step.days * 86_400 },
        };
      case 'refund':
        return { userId, operation: 'order-refund', key, amount: -amount, floor: 0n };
      case 'call-refund':
        return { userId, operation: 'call-refund', key, amount };
      case 'transfer':
        return { userId, operation: 'transfer', key, amount, floor: 0n };
      case 'withdraw':
        return { userId, operation: 'withdrawal', account: 'reward', key, amount: -amount, floor: 0n };
    }
  }

  /** Inside the movement's transaction: nobody else can have changed the row since. */
  private async checkFloor(name: string, userId: number): Promise<void> {
    const { manager } = this.billing.unitOfWork;
    const query = manager.createQueryBuilder().select('t.balance', 'wallet').addSelect('t.aff_quota', 'reward');
    const row = await query.from('users', 't').where('t.id = :userId', { userId }).getRawOne<Record<string, string>>();
    const left = BigInt(row![name.startsWith('order-refund') ? 'wallet' : 'reward']!);
    if (left < 0n) this.books.faults.push(`${name} left ${left}`);
  }

  /** Memory is thrown away; database and journal stay as they are at this moment. */
  private async crash(): Promise<void> {
    this.generation += 1;
    const journal = this.billing.saveJournal();
    this.faults.die();
    this.tellDeath();
    this.planted += this.faults.planted;
    await this.billing.close();
    this.billing.restoreJournal(journal);
    await this.billing.open();
    this.crashes += 1;
    this.begin(this.storm.faultSeed + this.crashes);
  }

  /** Without faults: every charge arrives, open calls end. */
  private async finish(): Promise<void> {
    this.planted += this.faults.planted;
    this.faults.stop();
    for (const [requestId, userId] of this.openCalls)
      this.billing.meter.release(callRecord(requestId, { userId, status: 499 }));
    await this.billing.meter.standing(this.user(0), 0);
    await this.billing.close();
    await this.billing.open();
  }

  private async rows(): Promise<{ operation: string; key: string; amount: bigint }[]> {
    const rows = await this.billing.database.query(
      `SELECT operation, operation_key, amount FROM ledger_entries WHERE user_id > ${this.user(-1)} AND user_id < ${this.user(STORM_USERS)} AND amount <> 0`,
    );
    return rows.map((row) => ({
      operation: String(row['operation']),
      key: String(row['operation_key']),
      amount: BigInt(String(row['amount'])),
    }));
  }

  private async money(column: string, userId: number): Promise<bigint> {
    const [row] = await this.billing.database.query(`SELECT ${column} AS n FROM users WHERE id = ${userId}`);
    return BigInt(String(row!['n']));
  }

  private async count(sql: string): Promise<number> {
    return Number((await this.billing.database.query(sql))[0]!['n']);
  }
}

function isPlanted(error: unknown): boolean {
  return error instanceof AggregateError ? error.errors.every(isPlanted) : error instanceof PlantedFault;
}
