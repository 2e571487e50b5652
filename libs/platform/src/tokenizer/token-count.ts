/** What a text takes in a model's tokens, worked out here: an upstream's own figure is always better. */
export interface TokenCount {
  tokens: number;
  /** So that nobody takes it for an upstream's figure. */
  isEstimated: true;
  /**
   * `exact`: counted with the vocabulary of the model. `approximate`: with another family's vocabulary, with a long run cut by
   * force, or by the bytes alone. Either way it is the text only: what a dialect adds around messages is not in it.
   */
  method: 'exact' | 'approximate';
}
