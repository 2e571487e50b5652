import { statusesBefore, WithdrawalStatus } from './withdrawal-status';

describe('the way of a withdrawal order', () => {
  it('D35: leads from pending to approved or rejected, from approved to processed or rejected, and ends there', () => {
    expect(statusesBefore(WithdrawalStatus.Pending)).toEqual([]);
    expect(statusesBefore(WithdrawalStatus.Approved)).toEqual([WithdrawalStatus.Pending]);
    expect(statusesBefore(WithdrawalStatus.Rejected)).toEqual([WithdrawalStatus.Pending, WithdrawalStatus.Approved]);
    expect(statusesBefore(WithdrawalStatus.Processed)).toEqual([WithdrawalStatus.Approved]);
  });
});
