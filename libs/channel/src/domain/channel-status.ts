/** Values are stored and part of the API. */
export enum ChannelStatus {
  Unknown = 0,
  Enabled = 1,
  /** Switched off by a person. */
  Disabled = 2,
  /** Switched off by the program. */
  AutoDisabled = 3,
}
