import { Clock } from '@app/kernel';
import {
  AesSecretBox,
  MainDataSource,
  OptionStore,
  UnitOfWork,
  type AppConfig,
  type OptionDefinition,
} from '@app/platform';
import type { DataSource } from 'typeorm';
import { MailDeliveryService } from '../src/mail/mail-delivery.service';
import { MailOutboxService } from '../src/mail/mail-outbox.service';
import { MailTransport } from '../src/mail/mail-transport';
import { OperatorNotifier, type OperatorNotice } from '../src/notification.contract';
import { Outbox } from '../src/persistence/outbox';

export class FakeClock extends Clock {
  private nowMs = 1_764_000_000_000;

  now(): number {
    return this.nowMs;
  }

  pass(seconds: number): void {
    this.nowMs += seconds * 1000;
  }
}

class FakeOptions extends OptionStore {
  readonly texts: Record<string, string> = {};
  register(): void {}
  keepElsewhere(): void {}
  get<T>(definition: OptionDefinition<T>): T {
    return definition.parse(this.texts[definition.key] ?? definition.defaultText);
  }
  text(key: string): string | undefined {
    return this.texts[key];
  }
  list(): { key: string; value: string }[] {
    return [];
  }
  set(key: string, text: string): Promise<void> {
    this.texts[key] = text;
    return Promise.resolve();
  }
  reload(): Promise<void> {
    return Promise.resolve();
  }
}

class FakeNotifier extends OperatorNotifier {
  readonly notices: OperatorNotice[] = [];
  notify(notice: OperatorNotice): void {
    this.notices.push(notice);
  }
}

/** One node's mail services. Real: database, sealing, SMTP. Fake: clock, options, notices to the operator. */
export class MailWorld {
  readonly options = new FakeOptions();
  readonly notifier = new FakeNotifier();
  readonly secrets = new AesSecretBox(Buffer.alloc(32, 7));
  readonly unitOfWork: UnitOfWork;
  readonly mails: MailOutboxService;
  readonly delivery: MailDeliveryService;

  constructor(
    dataSource: DataSource,
    readonly clock = new FakeClock(),
  ) {
    this.unitOfWork = new UnitOfWork(new MainDataSource(dataSource));
    const outbox = new Outbox(this.unitOfWork, this.clock);
    const transport = new MailTransport(this.options);
    const config = { defaultLocale: 'zh' } as unknown as AppConfig;
    this.delivery = new MailDeliveryService(outbox, transport, this.secrets, this.notifier);
    this.mails = new MailOutboxService(outbox, transport, this.delivery, this.unitOfWork, this.secrets, config);
  }

  useServer(port: number, more: Record<string, string> = {}): void {
    const from = 'gateway@example.com';
    Object.assign(this.options.texts, { SMTPServer: '127.0.0.1', SMTPPort: String(port), SMTPFrom: from, ...more });
  }
}
