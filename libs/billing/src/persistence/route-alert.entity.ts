import { Entity, PrimaryColumn } from 'typeorm';

/** A route that was told to sell below its cost on a day. */
@Entity('route_alerts')
export class RouteAlertEntity {
  /** Days since 1970, UTC. */
  @PrimaryColumn({ type: 'int' })
  day: number;

  /** SHA-256 in hex of channel, model and group. */
  @PrimaryColumn({ type: 'varchar', length: 64 })
  route: string;
}
