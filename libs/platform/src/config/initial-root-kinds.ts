import { DEFAULT_PASSWORD, isApiKey, PASSWORD_BYTES } from '@app/kernel';
import { text } from './variable-kinds';

const ACCESS_TOKEN = /^[\x21-\x7e]{16,255}$/;

// None of the messages shows the value: they are printed at the start and end up in logs.

/** The same bounds as for every other password; the published default is let through, since it has to be changed first. */
export const initialPassword = text.superRefine((value, context) => {
  const bytes = Buffer.byteLength(value);
  if (value === DEFAULT_PASSWORD) return;
  if (bytes < PASSWORD_BYTES.least || bytes > PASSWORD_BYTES.most) {
    const { least, most } = PASSWORD_BYTES;
    context.addIssue({
      code: 'custom',
      message: `has ${bytes} bytes; a password has ${least} to ${most}. Leave it out for one that must be changed first`,
    });
  } else if (value.includes('\0')) {
    context.addIssue({ code: 'custom', message: 'contains a character that is not allowed in passwords' });
  }
});

/** With or without `sk-`; the value comes out without. */
export const initialApiKey = text
  .transform((value) => value.replace(/^sk-/, ''))
  .refine(isApiKey, { message: 'must be 48 letters and digits, with or without "sk-" before them' });

export const initialAccessToken = text.refine((value) => ACCESS_TOKEN.test(value), {
  message: 'must be 16 to 255 letters, digits and signs without blanks; make one with: openssl rand -hex 16',
});
