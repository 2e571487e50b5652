/** Where an item stands in the output, and how it gets its id once it is known to be one. */
export interface StreamPlace {
  index: number;
  newId(): string;
}
