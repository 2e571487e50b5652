import type { LocalText } from '@app/kernel';

export interface OperatorNotice {
  /** Stable code; the same code is told at most once per hour. */
  code: string;
  text: LocalText;
}

/** Tells the people who run the system. Never throws and never waits: callers are in the middle of something else. */
export abstract class OperatorNotifier {
  abstract notify(notice: OperatorNotice): void;
}
