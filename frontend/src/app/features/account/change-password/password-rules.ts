import { type AbstractControl, type ValidationErrors, Validators } from '@angular/forms';

/** The server's limits; bcrypt reads no more than 72 bytes, and 20 characters stay below that in every script. */
export const passwordLengthLimits = [Validators.minLength(8), Validators.maxLength(20)];

/** Rules between the fields: the new password differs from the current one and was typed the same way twice. */
export function passwordsAreSound(form: AbstractControl): ValidationErrors | null {
  const { original, fresh, repeat } = form.value as { original: string; fresh: string; repeat: string };
  if (fresh !== '' && fresh === original) return { unchanged: true };
  if (repeat !== '' && fresh !== repeat) return { mismatch: true };
  return null;
}
