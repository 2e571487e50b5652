import { LocalEventBus, migrate } from '@app/platform';
import { InProcessDatabase } from '../../../test/harness/in-process-database';
import { ENGINES } from '../../../test/harness/test-database';
import { waitFor } from '../../../test/harness/wait-for';
import { LowBalanceMails } from '../src/mail/low-balance-mails';
import { notificationSchema } from '../src/persistence/notification-schema';
import type { Mail } from '../src/notification.contract';
import { OutgoingMailEntity } from '../src/persistence/outgoing-mail.entity';
import { MailServer } from './mail-server';
import { MailWorld } from './mail-world';

const mail = (fields: Partial<Mail> = {}): Mail => ({
  to: 'somebody@example.com',
  subject: { zh: '主题', en: 'Subject' },
  body: { zh: '您好，代码 123456', en: 'Hello, code 123456 <b>' },
  dedupeKey: 'key',
  ...fields,
});

describe.each(ENGINES)('mail on %s (real: database, SMTP in this process)', (engine) => {
  let database: InProcessDatabase;
  let server: MailServer;
  let world: MailWorld;

  beforeEach(async () => {
    database = await InProcessDatabase.open(engine, notificationSchema.main);
    await migrate(database.dataSource);
    server = await MailServer.start();
    world = new MailWorld(database.dataSource);
    world.useServer(server.port);
  });

  afterEach(async () => {
    await world.delivery.beforeApplicationShutdown();
    await server.stop();
    await database.remove();
  });

  const rows = () => database.dataSource.manager.find(OutgoingMailEntity, { order: { id: 'ASC' } });
  const settled = (status: string) =>
    waitFor(async () => ((await rows()).every((row) => row.status === status) ? true : undefined), `mails ${status}`);
  /** After the attempt that follows `send` by itself. */
  const afterFirstAttempt = () =>
    waitFor(async () => ((await rows())[0]?.lastError ? true : undefined), 'the first attempt to fail');

  it('goes out once what caused it is committed, and its text is wiped then', async () => {
    await world.unitOfWork.run(async () => {
      expect(await world.mails.send(mail({ to: 'a@example.com; b@example.com', locale: 'en' }))).toBe('queued');
      expect(server.connections).toBe(0);
    });
    await settled('sent');
    expect(server.received).toMatchObject([{ from: 'gateway@example.com', to: ['a@example.com', 'b@example.com'] }]);
    expect(server.received[0]!.source).toMatch(/^From: "?Chat API"? <gateway@example.com>/m);
    expect(server.received[0]!.source).toContain('Subject: Subject');
    expect(server.received[0]!.source).toContain('&lt;b&gt;');
    expect(await rows()).toMatchObject([{ sealedBody: null, attempts: 1, lastError: '' }]);
  });

  it('does not go out when what caused it is undone', async () => {
    const undone = world.unitOfWork.run(async () => {
      await world.mails.send(mail());
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    await world.delivery.deliverDue();
    expect([await rows(), server.received]).toEqual([[], []]);
  });

  it('goes out once per key, also when twenty ask at once', async () => {
    await Promise.all(Array.from({ length: 20 }, () => world.mails.send(mail())));
    await settled('sent');
    expect(await world.mails.send(mail())).toBe('repeated');
    await world.delivery.deliverDue();
    expect(server.received).toHaveLength(1);
  });

  it('is sent by one of two nodes', async () => {
    const other = await database.another();
    try {
      const node = new MailWorld(other, world.clock);
      node.useServer(server.port);
      await world.unitOfWork.run(async () => {
        for (let i = 0; i < 12; i++) await world.mails.send(mail({ dedupeKey: `key ${i}` }));
      });
      await Promise.all([world.delivery.deliverDue(), node.delivery.deliverDue()]);
      await settled('sent');
      expect(server.received).toHaveLength(12);
    } finally {
      await other.destroy();
    }
  });

  it('waits longer after each failure and goes out when the server takes it', async () => {
    server.refusal = { code: 451, text: 'later' };
    await world.mails.send(mail());
    await afterFirstAttempt();
    const connections = server.connections;
    await world.delivery.deliverDue();
    expect(server.connections).toBe(connections);
    world.clock.pass(60);
    await world.delivery.deliverDue();
    expect(await rows()).toMatchObject([
      { status: 'pending', attempts: 2, nextAttemptAt: world.clock.seconds() + 300 },
    ]);
    server.refusal = undefined;
    world.clock.pass(300);
    await world.delivery.deliverDue();
    expect(await rows()).toMatchObject([{ status: 'sent', attempts: 3 }]);
    expect(world.notifier.notices[0]).toMatchObject({ code: 'mail_failed' });
  });

  it('is given up after the last attempt, and at once when the receiver is refused for good', async () => {
    server.refusal = { code: 451, text: 'later' };
    await world.mails.send(mail());
    await afterFirstAttempt();
    for (let i = 0; i < 7; i++) {
      world.clock.pass(12 * 3_600);
      await world.delivery.deliverDue();
    }
    expect(await rows()).toMatchObject([{ status: 'failed', attempts: 8, sealedBody: null }]);
    server.refusal = { code: 550, text: 'no such mailbox' };
    await world.mails.send(mail({ dedupeKey: 'other' }));
    await settled('failed');
    expect((await rows())[1]).toMatchObject({
      attempts: 1,
      lastError: expect.stringContaining('no such mailbox') as string,
    });
  });

  it('is sent again under the same id when the process died in the middle', async () => {
    await world.mails.send(mail());
    await settled('sent');
    // As a process leaves it that dies after the server took the mail: begun, not marked.
    const sealedBody = world.secrets.seal('text');
    await database.dataSource.manager.update(
      OutgoingMailEntity,
      { dedupeKey: 'key' },
      { status: 'pending', sealedBody },
    );
    await world.delivery.deliverDue();
    expect(server.received).toHaveLength(1);
    world.clock.pass(180);
    await world.delivery.deliverDue();
    const ids = server.received.map(({ source }) => /^Message-ID: .*$/m.exec(source)?.[0]);
    expect(ids).toHaveLength(2);
    expect(ids[0]).toBe(ids[1]);
  });

  it('finds the address of a user, and tells once a day that his balance is low', async () => {
    await database.dataSource.query('CREATE TABLE users (id INT, email VARCHAR(128), deleted_at BIGINT)');
    await database.dataSource.query(
      "INSERT INTO users VALUES (7, 'seven@example.com', NULL), (8, 'gone@example.com', 1)",
    );
    const events = new LocalEventBus();
    const reminders = new LowBalanceMails(events, world.mails, world.options, world.clock);
    for (const userId of [7, 7, 8, 9]) events.publish('balance.low', { userId, balance: '2000', isUsedUp: false });
    events.publish('balance.low', { userId: 7, balance: '-1', isUsedUp: true });
    await waitFor(() => (server.received.length === 2 ? true : undefined), 'both mails');
    await settled('sent');
    reminders.onModuleDestroy();
    expect(server.received.map(({ to }) => to)).toEqual([['seven@example.com'], ['seven@example.com']]);
    expect((await rows()).map(({ subject }) => subject).sort()).toEqual(['您的额度即将用尽', '您的额度已用尽'].sort());
    expect(await world.mails.send({ ...mail(), to: undefined, userId: 9 })).toBe('bad-address');
  });

  it('keeps its text sealed while it waits', async () => {
    server.refusal = { code: 451, text: 'later' };
    await world.mails.send(mail());
    await afterFirstAttempt();
    expect(JSON.stringify(await rows())).not.toContain('123456');
  });

  it('leaves no row without a mail server, nor for what is no address', async () => {
    expect(await world.mails.send(mail({ to: 'nobody' }))).toBe('bad-address');
    expect(await world.mails.send(mail({ to: 'a@example.com\r\nBcc: b@example.com' }))).toBe('bad-address');
    world.useServer(server.port, { SMTPServer: '' });
    expect(await world.mails.send(mail())).toBe('not-configured');
    expect(await rows()).toEqual([]);
  });

  it('is not kept for ever: given up after three days without a server, forgotten after ninety', async () => {
    server.refusal = { code: 451, text: 'later' };
    await world.mails.send(mail());
    await afterFirstAttempt();
    world.useServer(server.port, { SMTPServer: '' });
    world.clock.pass(3 * 86_400 - 1);
    await world.delivery.tidy();
    expect(await rows()).toMatchObject([{ status: 'pending' }]);
    world.clock.pass(2);
    await world.delivery.tidy();
    expect(await rows()).toMatchObject([{ status: 'failed', sealedBody: null }]);
    world.clock.pass(87 * 86_400);
    await world.delivery.tidy();
    expect(await rows()).toEqual([]);
  });
});

describe('the way to the mail server (real: SMTP and TLS in this process, SQLite)', () => {
  let database: InProcessDatabase;
  let world: MailWorld;
  let server: MailServer | undefined;

  beforeEach(async () => {
    database = await InProcessDatabase.open('sqlite', notificationSchema.main);
    await migrate(database.dataSource);
    world = new MailWorld(database.dataSource);
  });

  afterEach(async () => {
    await world.delivery.beforeApplicationShutdown();
    await server?.stop();
    await database.remove();
  });

  const lastError = () =>
    waitFor(
      async () => (await database.dataSource.manager.find(OutgoingMailEntity))[0]?.lastError || undefined,
      'a failure',
    );

  it('is signed in to with account and token; without SMTPFrom the account is the sender', async () => {
    server = await MailServer.start({ authOptional: false });
    world.useServer(server.port, { SMTPAccount: 'box@example.com', SMTPToken: 'secret', SMTPFrom: '' });
    await world.mails.send(mail());
    await waitFor(() => server!.received[0], 'the mail');
    expect(server.received).toMatchObject([{ user: 'box@example.com', from: 'box@example.com' }]);
  });

  it('keeps the token out of what is told when the server refuses it', async () => {
    server = await MailServer.start({ authOptional: false });
    world.useServer(server.port, { SMTPAccount: 'box@example.com', SMTPToken: 'wrong-token' });
    await world.mails.send(mail());
    expect(await lastError()).toContain('wrong password');
    expect(JSON.stringify(world.notifier.notices)).not.toContain('wrong-token');
  });

  it('D20: uses STARTTLS when it is offered, and goes no further when nobody vouches for the certificate', async () => {
    // The server says that its built-in certificate is no secret.
    jest.spyOn(console, 'error').mockImplementation();
    server = await MailServer.start({ offersTls: true });
    world.useServer(server.port, { SMTPAccount: 'box@example.com', SMTPToken: 'secret' });
    await world.mails.send(mail());
    expect(await lastError()).toMatch(/certificate/i);
    expect(server.received).toEqual([]);
  });
});
