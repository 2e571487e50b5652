import { BalanceLots, type BalanceLot, type EndingLots } from '@app/billing';
import { Clock } from '@app/kernel';
import { Logger } from '@nestjs/common';
import { UserMail, type Mail, type MailOutcome } from '@app/notification';
import type { OptionDefinition, OptionStore, UnitOfWork } from '@app/platform';
import { AnnounceEndingBalanceJob } from './announce-ending-balance.job';

const NOW = 1_764_000_000;
const DAY = 86_400;

class FixedClock extends Clock {
  now(): number {
    return NOW * 1000;
  }
}

class FakeLots extends BalanceLots {
  readonly marked: string[] = [];
  constructor(private readonly lots: BalanceLot[]) {
    super();
  }
  list(): Promise<BalanceLot[]> {
    return Promise.resolve(this.lots);
  }
  allot(): Promise<void> {
    return Promise.resolve();
  }
  expireDue(): Promise<number> {
    return Promise.resolve(0);
  }
  endingBefore(seconds: number): Promise<EndingLots[]> {
    const lots = this.lots.filter(
      ({ id, endsAt }) => endsAt !== null && endsAt <= seconds && !this.marked.includes(id),
    );
    const users = [...new Set(lots.map(({ userId }) => userId))];
    return Promise.resolve(users.map((userId) => ({ userId, lots: lots.filter((one) => one.userId === userId) })));
  }
  markNotified(lotIds: readonly string[]): Promise<void> {
    this.marked.push(...lotIds);
    return Promise.resolve();
  }
}

class FakeMail extends UserMail {
  readonly sent: Mail[] = [];
  outcome: MailOutcome = 'queued';
  failsFor = 0;
  send(mail: Mail): Promise<MailOutcome> {
    if (mail.userId === this.failsFor) return Promise.reject(new Error('no such table'));
    if (this.outcome === 'queued') this.sent.push(mail);
    return Promise.resolve(this.outcome);
  }
}

const lot = (id: string, days: number, userId = 7): BalanceLot => ({
  ...{ id, userId, operation: 'gift', operationKey: id, amount: 2_000_000_000n, remaining: 1_250_000_000n },
  ...{ startsAt: 0, endsAt: NOW + days * DAY, notifiedAt: null },
});

// Fake: lots, mail, options, clock; there is no database.
describe('telling users that money ends', () => {
  const mail = new FakeMail();
  const texts: Record<string, string> = {};

  beforeEach(() => {
    mail.sent.length = 0;
    mail.outcome = 'queued';
    mail.failsFor = 0;
    delete texts['BalanceEndingNoticeDays'];
  });

  function jobOf(lots: BalanceLots): AnnounceEndingBalanceJob {
    const options = {
      register: () => undefined,
      get: <T>(definition: OptionDefinition<T>) => definition.parse(texts[definition.key] ?? definition.defaultText),
    } as unknown as OptionStore;
    const unitOfWork = { run: (work: () => Promise<void>) => work() } as unknown as UnitOfWork;
    return new AnnounceEndingBalanceJob(lots, mail, options, unitOfWork, new FixedClock());
  }

  const run = (lots: BalanceLots) => jobOf(lots).run(new AbortController().signal);

  it('mails what ends within three days, once per lot, with amount, time and link', async () => {
    const lots = new FakeLots([lot('1', 2), lot('2', 3), lot('3', 4)]);
    await run(lots);
    await run(lots);
    expect(mail.sent).toHaveLength(1);
    expect(mail.sent[0]).toMatchObject({ userId: 7, dedupeKey: 'balance-ending:1' });
    expect(mail.sent[0]!.body.en).toContain('$1.25 – 2025-11-26 16:00 UTC\n$1.25 – 2025-11-27 16:00 UTC\n');
    expect(mail.sent[0]!.body.zh).toContain('$1.25');
    expect(mail.sent[0]!.body.en).toContain('http://localhost:3000/topup');
    expect(lots.marked).toEqual(['1', '2']);
  });

  it('looks as far ahead as the option says, and not at all at 0', async () => {
    texts['BalanceEndingNoticeDays'] = '5';
    await run(new FakeLots([lot('1', 4)]));
    expect(mail.sent).toHaveLength(1);
    texts['BalanceEndingNoticeDays'] = '0';
    await run(new FakeLots([lot('3', 1)]));
    expect(mail.sent).toHaveLength(1);
  });

  it.each(['bad-address', 'not-configured'] as const)(
    'leaves a lot for another day when the outcome is %s',
    async (outcome) => {
      const lots = new FakeLots([lot('1', 2)]);
      mail.outcome = outcome;
      await run(lots);
      expect(lots.marked).toEqual([]);
      mail.outcome = 'queued';
      await run(lots);
      expect(lots.marked).toEqual(['1']);
    },
  );

  it('tells the others when it fails for one, and fails in the end', async () => {
    const told = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    mail.failsFor = 7;
    await expect(run(new FakeLots([lot('1', 2), lot('2', 2, 8)]))).rejects.toThrow('1 of 2 failed');
    expect(mail.sent.map(({ userId }) => userId)).toEqual([8]);
    expect(told).toHaveBeenCalledWith(expect.stringContaining('user #7: no such table'));
    told.mockRestore();
  });

  it('marks a lot whose mail was written before its mark', async () => {
    const lots = new FakeLots([lot('1', 2)]);
    mail.outcome = 'repeated';
    await run(lots);
    expect(lots.marked).toEqual(['1']);
  });
});
