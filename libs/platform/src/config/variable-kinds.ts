import ipaddr from 'ipaddr.js';
import { z } from 'zod';

const TRUE_WORDS = ['true', '1', 'yes', 'on'];
const FALSE_WORDS = ['false', '0', 'no', 'off'];

/** Free text; blanks around it are a slip of the editor. */
export const text = z.string().trim();

export function wholeNumber(min: number, max = 2_147_483_647) {
  return text.transform((value, context) => {
    const number = /^[+-]?\d{1,15}$/.test(value) ? Number(value) : NaN;
    if (number >= min && number <= max) return number;
    context.addIssue({
      code: 'custom',
      message: Number.isNaN(number)
        ? `"${shorten(value)}" is not a whole number; give one from ${min} to ${max}`
        : `${number} is out of range; give a whole number from ${min} to ${max}`,
    });
    return z.NEVER;
  });
}

/** Minutes between runs; 0 means never, like leaving the variable out. */
export const jobMinutes = wholeNumber(0, 525_600).transform((minutes) => (minutes === 0 ? undefined : minutes));

export const flag = text.transform((value, context) => {
  const word = value.toLowerCase();
  if (TRUE_WORDS.includes(word)) return true;
  if (FALSE_WORDS.includes(word)) return false;
  context.addIssue({ code: 'custom', message: `"${shorten(value)}" is neither true nor false; write one of the two` });
  return z.NEVER;
});

export function oneOf<const T extends string>(...values: T[]) {
  return text.transform((value, context) => {
    const found = values.find((candidate) => candidate === value);
    if (found !== undefined) return found;
    context.addIssue({
      code: 'custom',
      message: `"${shorten(value)}" is not known; write one of ${values.join(', ')}`,
    });
    return z.NEVER;
  });
}

export function secretText(minLength: number) {
  return text.superRefine((value, context) => {
    if (value === 'random_string') {
      context.addIssue({ code: 'custom', message: 'still has the example value; set a long random text of your own' });
    } else if (value.length < minLength) {
      context.addIssue({
        code: 'custom',
        message: `is too short; set a random text of at least ${minLength} characters`,
      });
    }
  });
}

export function url(...schemes: string[]) {
  return text.superRefine((value, context) => {
    const scheme = URL.canParse(value) ? new URL(value).protocol.slice(0, -1) : undefined;
    if (scheme === undefined || !schemes.includes(scheme)) {
      context.addIssue({ code: 'custom', message: `is not an address; write it as ${schemes[0]}://host` });
    }
  });
}

/** Entries separated by commas or blanks. */
export const list = text.transform((value) => value.split(/[\s,]+/).filter((entry) => entry !== ''));

export const networks = list.superRefine((entries, context) => {
  for (const entry of entries.filter((candidate) => !isNetwork(candidate))) {
    context.addIssue({
      code: 'custom',
      message: `"${shorten(entry)}" is neither an address nor a block; write e.g. 10.0.0.7 or 10.0.0.0/8`,
    });
  }
});

export const hostsAndNetworks = list.superRefine((entries, context) => {
  for (const entry of entries.filter((candidate) => candidate.includes('/') && !isNetwork(candidate))) {
    context.addIssue({
      code: 'custom',
      message: `"${shorten(entry)}" is not a block; write e.g. 10.0.0.0/8, a host or *`,
    });
  }
});

function isNetwork(entry: string): boolean {
  return entry.includes('/') ? ipaddr.isValidCIDR(entry) : ipaddr.isValid(entry);
}

function shorten(value: string): string {
  return value.length > 40 ? `${value.slice(0, 40)}…` : value;
}
