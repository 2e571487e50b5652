/** Values are part of the API and of the stored data. */
export enum WithdrawalStatus {
  Pending = 1,
  Approved = 2,
  Rejected = 3,
  Processed = 4,
}

const NEXT: Readonly<Record<WithdrawalStatus, readonly WithdrawalStatus[]>> = {
  [WithdrawalStatus.Pending]: [WithdrawalStatus.Approved, WithdrawalStatus.Rejected],
  [WithdrawalStatus.Approved]: [WithdrawalStatus.Processed, WithdrawalStatus.Rejected],
  [WithdrawalStatus.Rejected]: [],
  [WithdrawalStatus.Processed]: [],
};

const ALL = [
  WithdrawalStatus.Pending,
  WithdrawalStatus.Approved,
  WithdrawalStatus.Rejected,
  WithdrawalStatus.Processed,
] as const;

/** The statuses from which an order may get to this one. */
export function statusesBefore(status: WithdrawalStatus): WithdrawalStatus[] {
  return ALL.filter((before) => NEXT[before].includes(status));
}
