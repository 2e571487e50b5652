import { NodeEntity } from './node.entity';
import { WalletLeaseEntity } from './wallet-lease.entity';
import { WalletLeases1764100000710 } from './migrations/1764100000710-wallet-leases';
import { UncoveredLeases1764100000720 } from './migrations/1764100000720-uncovered-leases';

export const LEASE_ENTITIES = [NodeEntity, WalletLeaseEntity];
export const LEASE_MIGRATIONS = [WalletLeases1764100000710, UncoveredLeases1764100000720];
