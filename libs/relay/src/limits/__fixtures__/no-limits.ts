import type { CallLimits } from '../application/call-limits';

/** For calls to which no limit applies. */
export const NO_LIMITS = {
  admit: () => undefined,
  enterChannel: () => undefined,
  leaveChannel: () => undefined,
  end: () => undefined,
  cancel: () => undefined,
} as unknown as CallLimits;
