/** For the scheduler. */
export abstract class StoredResponseUpkeep {
  /** Removes responses whose time is up; returns how many. May run at any time and as often as one likes. */
  abstract removeExpired(signal?: AbortSignal): Promise<number>;
}
