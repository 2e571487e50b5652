import { offerUnreadable } from './read-offer';

/** Throws `price.offer_unreadable` (422) for what is no JSON. */
export function parseOffer(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    throw offerUnreadable(error);
  }
}
