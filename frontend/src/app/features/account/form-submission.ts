import { type Signal, signal } from '@angular/core';
import type { FormGroup } from '@angular/forms';
import { ApiError } from '../../core/api-error';
import { markEveryField } from './mark-every-field';

export interface FormSubmission {
  readonly isBusy: Signal<boolean>;
  /** Why the last try failed, in the user's language. */
  readonly failure: Signal<string | undefined>;
  /** Does the work if the form is valid and no other try is under way; else shows what is wrong. */
  submit(work: () => Promise<void>): Promise<void>;
  fail(reason: string): void;
}

/** Sending a form: once at a time, never while invalid, with the server's refusal shown in the form itself. */
export function createFormSubmission(form: FormGroup): FormSubmission {
  const isBusy = signal(false);
  const failure = signal<string | undefined>(undefined);
  return {
    isBusy: isBusy.asReadonly(),
    failure: failure.asReadonly(),
    fail: (reason) => failure.set(reason),
    submit: async (work) => {
      if (form.invalid) {
        markEveryField(form.controls);
        return;
      }
      if (isBusy()) return;
      isBusy.set(true);
      failure.set(undefined);
      try {
        await work();
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        failure.set(error.message);
      } finally {
        isBusy.set(false);
      }
    },
  };
}
