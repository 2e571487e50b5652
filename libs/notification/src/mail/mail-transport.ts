import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { OptionStore, SystemOptions } from '@app/platform';
import { MAIL_OPTIONS, SMTP_ACCOUNT, SMTP_FROM, SMTP_PORT, SMTP_SERVER, SMTP_TOKEN } from './mail-options';
import { toHtml } from './to-html';

export interface MailLetter {
  to: string[];
  subject: string;
  text: string;
  /** Names the letter: sent again, it has the same Message-ID. */
  dedupeKey: string;
}

/** Port where TLS begins with the connection; elsewhere it is asked for when the server offers it (STARTTLS). */
const TLS_PORT = 465;

/** Hands letters to the operator's mail server. Certificates are checked whenever there is TLS. */
@Injectable()
export class MailTransport {
  constructor(private readonly options: OptionStore) {
    options.register(MAIL_OPTIONS);
  }

  get isConfigured(): boolean {
    return this.options.get(SMTP_SERVER).trim() !== '' && this.sender !== '';
  }

  /** Throws what the server or the way to it had against the letter. */
  async send({ to, subject, text, dedupeKey }: MailLetter): Promise<void> {
    const port = this.options.get(SMTP_PORT);
    const [user, pass] = [this.options.get(SMTP_ACCOUNT).trim(), this.options.get(SMTP_TOKEN)];
    // Loaded by the first letter: a gateway without a mail server never needs it.
    const { createTransport } = await import('nodemailer');
    const transport = createTransport({
      host: this.options.get(SMTP_SERVER).trim(),
      port,
      secure: port === TLS_PORT,
      ...(user !== '' && pass !== '' && { auth: { user, pass } }),
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 30_000,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    const address = this.sender;
    try {
      await transport.sendMail({
        from: { name: this.options.get(SystemOptions.SystemName), address },
        to,
        subject,
        text,
        html: toHtml(text),
        messageId: `<${createHash('sha256').update(dedupeKey).digest('hex').slice(0, 40)}@${address.split('@').pop()}>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
    } finally {
      transport.close();
    }
  }

  private get sender(): string {
    return this.options.get(SMTP_FROM).trim() || this.options.get(SMTP_ACCOUNT).trim();
  }
}
