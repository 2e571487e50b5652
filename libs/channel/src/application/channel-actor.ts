/** The administrator who acts, for the log. */
export interface ChannelActor {
  userId: number;
  username: string;
  ip: string;
}
