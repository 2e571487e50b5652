/** A node lends itself what one call needs and, if there is enough, what so many more would. */
export const CALLS_AHEAD = 16n;

/**
 * How much of a window a node should lend itself for a call.
 *
 * @param needed room that the call needs
 * @param room what the node has left already
 * @param unlent what no node has used or may use
 * @param callsAhead none just after the node handed back, or who asked for that would find it lent again
 */
export function amountToLend(
  needed: bigint,
  room: bigint,
  unlent: bigint,
  nodes: number,
  callsAhead = CALLS_AHEAD,
): bigint {
  const lacking = needed > room ? needed - room : 0n;
  if (unlent <= lacking) return unlent > 0n ? unlent : 0n;
  const ahead = needed * (callsAhead + 1n) - room - lacking;
  const part = (unlent - lacking) / BigInt(Math.max(1, nodes));
  const more = ahead < part ? ahead : part;
  return more > 0n ? lacking + more : lacking;
}
