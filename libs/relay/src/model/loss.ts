/** Something of a request or answer that the target has no place for. */
export interface Loss {
  /** Path of the field in the dialect it came from, e.g. `messages[2].content[0]` or `seed`. */
  field: string;
  /** Why, in a few English words. */
  reason: string;
}

/** What was written, and what could not be. */
export interface Encoded<T> {
  value: T;
  losses: Loss[];
}
