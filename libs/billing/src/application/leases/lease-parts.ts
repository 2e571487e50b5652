import { NodeRepository } from '../../persistence/node.repository';
import { WindowSliceRepository } from '../../persistence/window-slice.repository';
import { DeadNodes } from './dead-nodes';
import { LeasedAccounts } from './leased-accounts';
import { LeaseUpkeep } from './lease-upkeep';
import { NodeIdentity } from './node-identity';
import { NodeRegistry } from './node-registry';
import { SliceReturns } from './slice-returns';

/** Providers of nodes and slices. */
export const LEASE_PARTS = [
  NodeIdentity,
  NodeRepository,
  NodeRegistry,
  WindowSliceRepository,
  LeasedAccounts,
  SliceReturns,
  DeadNodes,
  { provide: LeaseUpkeep, useExisting: DeadNodes },
];
