import { EndingBalances, type EndingBalance } from '@app/billing';
import { Clock } from '@app/kernel';
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

class FakeBalances extends EndingBalances {
  readonly marked: string[] = [];
  constructor(private readonly lots: EndingBalance[]) {
    super();
  }
  endingBefore(time: number): Promise<EndingBalance[]> {
    return Promise.resolve(this.lots.filter(({ lotId, endsAt }) => endsAt < time && !this.marked.includes(lotId)));
  }
  markNotified(lotId: string): Promise<void> {
    this.marked.push(lotId);
    return Promise.resolve();
  }
}

class FakeMail extends UserMail {
  readonly sent: Mail[] = [];
  outcome: MailOutcome = 'queued';
  send(mail: Mail): Promise<MailOutcome> {
    if (this.outcome === 'queued') this.sent.push(mail);
    return Promise.resolve(this.outcome);
  }
}

const lot = (lotId: string, days: number, fields: Partial<EndingBalance> = {}): EndingBalance => ({
  lotId,
  userId: 7,
  email: 'owner@example.com',
  amount: 1_250_000_000n,
  endsAt: NOW + days * DAY,
  ...fields,
});

// Fake: lots, mail, options, clock; there is no database.
describe('telling users that money ends', () => {
  const mail = new FakeMail();
  const texts: Record<string, string> = {};

  beforeEach(() => {
    mail.sent.length = 0;
    mail.outcome = 'queued';
    delete texts['BalanceEndingNoticeDays'];
  });

  function jobOf(balances: EndingBalances): AnnounceEndingBalanceJob {
    const options = {
      register: () => undefined,
      get: <T>(definition: OptionDefinition<T>) => definition.parse(texts[definition.key] ?? definition.defaultText),
    } as unknown as OptionStore;
    const unitOfWork = { run: (work: () => Promise<void>) => work() } as unknown as UnitOfWork;
    return new AnnounceEndingBalanceJob(balances, mail, options, unitOfWork, new FixedClock());
  }

  const run = (balances: EndingBalances) => jobOf(balances).run(new AbortController().signal);

  it('mails what ends within three days, once per lot, with amount, time and link', async () => {
    const balances = new FakeBalances([lot('1', 2), lot('2', 4)]);
    await run(balances);
    await run(balances);
    expect(mail.sent).toHaveLength(1);
    expect(mail.sent[0]).toMatchObject({ userId: 7, to: 'owner@example.com', dedupeKey: 'balance-ending:1' });
    expect(mail.sent[0]!.body.en).toContain('$1.25 of your balance ends at 2025-11-26 16:00 UTC');
    expect(mail.sent[0]!.body.zh).toContain('$1.25');
    expect(mail.sent[0]!.body.en).toContain('http://localhost:3000/topup');
    expect(balances.marked).toEqual(['1']);
  });

  it('looks as far ahead as the option says, and not at all at 0', async () => {
    texts['BalanceEndingNoticeDays'] = '5';
    await run(new FakeBalances([lot('1', 2), lot('2', 4)]));
    expect(mail.sent).toHaveLength(2);
    texts['BalanceEndingNoticeDays'] = '0';
    await run(new FakeBalances([lot('3', 1)]));
    expect(mail.sent).toHaveLength(2);
  });

  it('leaves a lot for another day without an address or a mail server', async () => {
    const balances = new FakeBalances([lot('1', 2, { email: '' }), lot('2', 2)]);
    mail.outcome = 'not-configured';
    await run(balances);
    expect(balances.marked).toEqual([]);
    mail.outcome = 'queued';
    await run(balances);
    expect(balances.marked).toEqual(['2']);
  });

  it('marks a lot whose mail was written before its mark', async () => {
    const balances = new FakeBalances([lot('1', 2)]);
    mail.outcome = 'repeated';
    await run(balances);
    expect(balances.marked).toEqual(['1']);
  });
});
