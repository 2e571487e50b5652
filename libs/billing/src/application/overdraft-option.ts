import { decimalOption } from '@app/platform';

/**
 * Dollars that a balance may be below zero before new calls are refused. Charges larger than their hold are made whatever it
 * says: what was delivered is charged.
 */
export const OVERDRAFT_FLOOR = decimalOption('OverdraftFloor', 0, { min: 0, max: 1e6 });
