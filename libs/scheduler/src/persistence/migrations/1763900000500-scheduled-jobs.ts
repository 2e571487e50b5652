import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';

export class ScheduledJobs1763900000500 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(
      new Table({
        name: 'scheduled_jobs',
        columns: [
          { name: 'id', type: 'varchar', length: '64', isPrimary: true },
          { name: 'leased_until_ms', type: 'bigint', default: '0' },
          { name: 'last_started_at', type: 'bigint', default: '0' },
          { name: 'last_duration_ms', type: 'integer', default: '0' },
          { name: 'last_error', type: 'varchar', length: '500', default: "''" },
        ],
      }),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('scheduled_jobs');
  }
}
