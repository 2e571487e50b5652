import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { numberColumn } from '@app/platform';

export type NodeKind = 'gateway' | 'worker';
/**
 * `starting`: looks whether it may serve; `ending`: takes no new calls and will be gone soon; `displaced`: was silent so long that
 * another took its place, and takes no calls while that one lives.
 */
export type NodeState = 'starting' | 'serving' | 'ending' | 'displaced';
export type WalletMode = 'owned' | 'leased';

/** A process that works on this database. Times are Unix seconds by the database's clock. */
@Entity('nodes')
@Index('ix_nodes_heartbeat', ['heartbeatAt'])
export class NodeEntity {
  /** Made up anew by each process. */
  @PrimaryColumn({ type: 'varchar', length: 36 })
  id: string;

  @Column({ type: 'varchar', length: 16 })
  kind: NodeKind;

  @Column({ type: 'varchar', length: 16 })
  state: NodeState;

  @Column({ name: 'wallet_mode', type: 'varchar', length: 16 })
  walletMode: WalletMode;

  @Column({ type: 'varchar', length: 128 })
  host: string;

  @Column({ name: 'started_at', type: 'bigint', transformer: numberColumn })
  startedAt: number;

  @Column({ name: 'heartbeat_at', type: 'bigint', transformer: numberColumn })
  heartbeatAt: number;
}
