import type { AbstractControl } from '@angular/forms';

/** Makes every field say what is wrong with it, also those the user has not been in. */
export function markEveryField(controls: Record<string, AbstractControl>): void {
  for (const control of Object.values(controls)) {
    control.markAsDirty();
    control.updateValueAndValidity({ onlySelf: true });
  }
}
