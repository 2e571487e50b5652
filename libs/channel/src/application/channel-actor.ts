/** The administrator who acts, for the log. */
export interface ChannelActor {
  userId: number;
  username: string;
  ip: string;
  /** May see keys, see the reveal route. */
  isRoot: boolean;
}
