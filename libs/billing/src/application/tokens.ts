import type { InjectionToken } from '@nestjs/common';
import type { SettlementStore } from '../persistence/settlement/settlement-store';

/** The engine's SettlementStore. */
export const SETTLEMENT_STORE: InjectionToken<SettlementStore> = Symbol('SettlementStore');
