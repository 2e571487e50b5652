/** A conversation up to an answer, as JSON text: it is passed on as it was written and seldom built. */
export interface ResponseContent {
  /** List of the items that were asked, those of the turns before included. */
  readonly input: Buffer;
  /** The answer as its caller saw it. */
  readonly response: Buffer;
}

/** A response that its owner may read, continue and delete by its id. */
export interface KeptResponse {
  readonly userId: number;
  readonly id: string;
  /** Channel whose upstream keeps the response as well; 0 = none does. */
  readonly channelId: number;
  /** Upper estimate of the whole conversation. */
  readonly promptTokens: number;
  /** Undefined = it was too large to be kept here. */
  readonly content: ResponseContent | undefined;
}
