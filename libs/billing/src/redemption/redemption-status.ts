/** Values are part of the API and of the stored data. */
export enum RedemptionStatus {
  Enabled = 1,
  Disabled = 2,
  /** Final. */
  Used = 3,
}
