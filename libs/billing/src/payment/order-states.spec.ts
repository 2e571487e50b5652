import { ORDER_STATES, statesBefore } from './order-states';

describe('states of an order', () => {
  it('lets money that came pay an order in every state in which it is not paid yet', () => {
    expect(statesBefore('paid')).toEqual(['created', 'pending', 'failed', 'expired']);
  });

  it('refunds paid orders only and never leads back to the start', () => {
    expect(statesBefore('refunded')).toEqual(['paid']);
    expect(statesBefore('created')).toEqual([]);
  });

  it('has no way out of a refund', () => {
    expect(ORDER_STATES.filter((next) => statesBefore(next).includes('refunded'))).toEqual([]);
  });
});
