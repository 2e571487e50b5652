import { integerOption, textOption, type OptionDefinition } from '@app/platform';

/** Host of the mail server; empty = no mail is sent. */
export const SMTP_SERVER = textOption('SMTPServer');
export const SMTP_PORT = integerOption('SMTPPort', 587, { min: 1, max: 65_535 });
export const SMTP_ACCOUNT = textOption('SMTPAccount');
/** Address that mails come from; empty = the account. */
export const SMTP_FROM = textOption('SMTPFrom');
export const SMTP_TOKEN = textOption('SMTPToken', '', { secret: true });

export const MAIL_OPTIONS: readonly OptionDefinition<unknown>[] = [
  SMTP_SERVER,
  SMTP_PORT,
  SMTP_ACCOUNT,
  SMTP_FROM,
  SMTP_TOKEN,
];
