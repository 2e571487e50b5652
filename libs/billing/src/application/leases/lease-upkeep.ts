/** What a job does for nodes that cannot any more. */
export abstract class LeaseUpkeep {
  /** Gives back what nodes had borrowed that have been silent for ten minutes, and forgets them. Harmless to repeat. */
  abstract releaseSilent(signal?: AbortSignal): Promise<void>;
}
