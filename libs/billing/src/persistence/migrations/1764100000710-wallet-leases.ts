import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';

export class WalletLeases1764100000710 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(
      new Table({
        name: 'nodes',
        columns: [
          { name: 'id', type: 'varchar', length: '36', isPrimary: true },
          { name: 'kind', type: 'varchar', length: '16' },
          { name: 'state', type: 'varchar', length: '16' },
          { name: 'wallet_mode', type: 'varchar', length: '16' },
          { name: 'host', type: 'varchar', length: '128' },
          { name: 'started_at', type: 'bigint' },
          { name: 'heartbeat_at', type: 'bigint' },
        ],
        indices: [{ name: 'ix_nodes_heartbeat', columnNames: ['heartbeat_at'] }],
      }),
    );
    await queryRunner.createTable(
      new Table({
        name: 'wallet_leases',
        columns: [
          { name: 'kind', type: 'varchar', length: '8', isPrimary: true },
          { name: 'owner_id', type: 'integer', isPrimary: true },
          { name: 'node_id', type: 'varchar', length: '36', isPrimary: true },
          { name: 'amount', type: 'bigint', default: '0' },
          { name: 'wanted', type: 'boolean' },
        ],
        indices: [{ name: 'ix_wallet_leases_node', columnNames: ['node_id'] }],
      }),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('wallet_leases');
    await queryRunner.dropTable('nodes');
  }
}
