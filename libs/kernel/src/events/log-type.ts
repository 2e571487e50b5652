/** Kind of a log row. Values are part of the API and of the stored data. */
export enum LogType {
  Unknown = 0,
  TopUp = 1,
  Consume = 2,
  Manage = 3,
  System = 4,
  Error = 5,
}
