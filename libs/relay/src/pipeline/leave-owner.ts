import type { AppError } from '@app/kernel';
import type { RelayCall } from './relay-call';

/** What upstreams call the field in whatever they say about it. */
const LOST = /previous_response/;

/**
 * Whether the upstream that made the response before has lost it, or the channel leads to another account by now. From here
 * on the call carries the whole conversation, so that it may be tried once more.
 */
export function leaveOwner({ continuation, channel, reply }: RelayCall, error: AppError): boolean {
  if (continuation?.expanded === undefined || channel?.id !== continuation.ownerChannelId) return false;
  if (reply.hasAnswered || reply.isGone) return false;
  if ((error.status !== 400 && error.status !== 404) || !LOST.test(error.staffDetail ?? '')) return false;
  continuation.leaveOwner();
  return true;
}
