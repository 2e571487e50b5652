import type { Locale, LocalText } from '@app/kernel';

export interface OperatorNotice {
  /** Stable code; the same code is told at most once per hour. */
  code: string;
  text: LocalText;
}

/** Tells the people who run the system. Never throws and never waits: callers are in the middle of something else. */
export abstract class OperatorNotifier {
  abstract notify(notice: OperatorNotice): void;
}

export interface Mail {
  /** Whom it is about; 0 or absent = nobody in particular. */
  userId?: number;
  /** One address, or several with `;` between them; absent = that of the user. */
  to?: string;
  subject: LocalText;
  /** Plain text. It is sent as text and as HTML, with its line breaks, and with its links made links. */
  body: LocalText;
  /** Without it the language of the installation (`DEFAULT_LOCALE`). */
  locale?: Locale;
  /** At most 128 characters. A mail whose key was used within the last 90 days is not sent again. */
  dedupeKey: string;
}

/**
 * `queued`: it is in the outbox and goes out as soon as the running transaction is committed; `repeated`: its key was used
 * before; `not-configured`: the operator has set no mail server; `bad-address`: `to` is none,
 * or the user has none. Only `queued` leaves a row.
 */
export type MailOutcome = 'queued' | 'repeated' | 'not-configured' | 'bad-address';

/**
 * Mails to people. Joins the running transaction (UnitOfWork): no mail without what caused it, and none is lost after. A mail
 * can arrive twice when the process dies at the wrong moment; it has the same Message-ID then.
 */
export abstract class UserMail {
  abstract send(mail: Mail): Promise<MailOutcome>;
}

/** The recurring side of mail, for the scheduler. */
export abstract class MailUpkeep {
  /** Sends what is due, retries included. */
  abstract deliverDue(signal?: AbortSignal): Promise<void>;
  /** Gives up what could not be sent for three days, forgets what is older than 90. */
  abstract tidy(): Promise<void>;
}
