import type { AbstractControl, ValidationErrors } from '@angular/forms';

const LEAST_BYTES = 8;
const MOST_BYTES = 72;

/** The server's limits; they count bytes, because the hash reads no more than 72 of them. */
export function passwordHasSoundLength(control: AbstractControl): ValidationErrors | null {
  const bytes = new Blob([String(control.value)]).size;
  return bytes >= LEAST_BYTES && bytes <= MOST_BYTES ? null : { length: true };
}

/** Rules between the fields: the new password differs from the current one and was typed the same way twice. */
export function passwordsAreSound(form: AbstractControl): ValidationErrors | null {
  const { original, fresh, repeat } = form.value as { original: string; fresh: string; repeat: string };
  if (fresh !== '' && fresh === original) return { unchanged: true };
  if (repeat !== '' && fresh !== repeat) return { mismatch: true };
  return null;
}
