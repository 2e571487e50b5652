import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One stored option; the table holds only what differs or once differed from the default. */
@Entity('options')
export class OptionRow {
  @PrimaryColumn({ type: 'varchar', length: 64 })
  key: string;

  @Column({ type: 'text' })
  value: string;
}
