import { AppError } from '@app/kernel';

export function ledgerUnavailable(): AppError {
  return new AppError(
    'ledger_unavailable',
    { zh: '计费暂不可用，请稍后再试', en: 'Billing is not available at the moment, try again later' },
    { status: 503, retryAfterSeconds: 5 },
  );
}
