/** Values are part of the API and of the stored data. */
export enum UserStatus {
  Enabled = 1,
  Disabled = 2,
}
