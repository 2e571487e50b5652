export { AppError } from './errors/app-error';
export type { AppErrorOptions, RetryHint } from './errors/app-error';
export { pickLocale } from './errors/local-text';
export type { Locale, LocalText } from './errors/local-text';
export type { AuditRecord, BalanceLow, DomainEvents } from './events/domain-events';
export { LogType } from './events/log-type';
export { DEFAULT_PASSWORD, isApiKey, PASSWORD_BYTES } from './identity/credential-forms';
export type { Principal } from './identity/principal';
export { Role } from './identity/role';
export { createRequestId } from './ids/request-id';
export { SlotList } from './memory/slot-list';
export type { Slotted } from './memory/slot-list';
export {
  balanceToQuota,
  chargeToQuota,
  DEFAULT_QUOTA_PER_USD,
  divideHalfAway,
  moneyToUsd,
  NANO_PER_USD,
  quotaToMoney,
  usdToMoney,
} from './money/money';
export type { Money } from './money/money';
export { AllowanceJournal } from './ports/allowance-journal';
export type { AllowanceChange } from './ports/allowance-journal';
export { RegistrationGifts } from './ports/registration-gifts';
export { ServedModels } from './ports/served-models';
export { Calendar, CALENDAR_PERIODS } from './time/calendar';
export type { CalendarPeriod, PeriodInForce } from './time/calendar';
export { Clock, SystemClock } from './time/clock';
export { Failures } from './work/failures';
