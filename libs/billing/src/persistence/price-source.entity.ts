import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { numberColumn } from '@app/platform';

/** Where price lists are fetched from. Times are Unix seconds. */
@Entity('price_sources')
@Index('ux_price_sources_name', ['name'], { unique: true })
export class PriceSourceEntity {
  @PrimaryGeneratedColumn({ type: 'int' })
  id: number;

  /** Part of the source of each price that is taken: `sync:NAME`. */
  @Column({ type: 'varchar', length: 64 })
  name: string;

  @Column({ type: 'varchar', length: 1024 })
  url: string;

  /** Hours between fetches; 0 = only when somebody asks. */
  @Column({ name: 'every_hours', type: 'int' })
  everyHours: number;

  @Column({ name: 'created_at', type: 'bigint', transformer: numberColumn })
  createdAt: number;

  /** When it was tried last; 0 = never. */
  @Column({ name: 'tried_at', type: 'bigint', default: 0, transformer: numberColumn })
  triedAt: number;

  /** How that went: the code of the error, or empty. */
  @Column({ name: 'last_error', type: 'varchar', length: 64, default: '' })
  lastError: string;

  /** SHA-256 in hex of the last offer, so that the same is not offered twice; empty = none yet. */
  @Column({ name: 'offer_hash', type: 'varchar', length: 64, default: '' })
  offerHash: string;
}
