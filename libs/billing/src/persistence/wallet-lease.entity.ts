import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { bigintColumn } from '@app/platform';
import type { AccountKind } from '../domain/account-kind';

/**
 * A slice of a user's balance, or of a token's allowance, that one node may spend. Changed only while the owner's row is locked, so
 * that the owner's column `leased` is the sum of his slices at every commit.
 */
@Entity('wallet_leases')
@Index('ix_wallet_leases_node', ['nodeId'])
export class WalletLeaseEntity {
  @PrimaryColumn({ type: 'varchar', length: 8 })
  kind: AccountKind;

  @PrimaryColumn({ name: 'owner_id', type: 'int' })
  ownerId: number;

  @PrimaryColumn({ name: 'node_id', type: 'varchar', length: 36 })
  nodeId: string;

  /** Nano-dollars. */
  @Column({ type: 'bigint', default: 0, transformer: bigintColumn })
  amount: bigint;

  /**
   * Nano-dollars, beyond `amount`: what the node's running calls may use at the worst and nobody has lent them. Counts as lent, so
   * that no other node admits a call that is not covered either.
   */
  @Column({ type: 'bigint', default: 0, transformer: bigintColumn })
  uncovered: bigint;

  /** Another node asks for what this one does not use. */
  @Column({ type: 'boolean' })
  wanted: boolean;
}
