import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';

export class Plans1764100000600 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(
      new Table({
        name: 'plans',
        columns: [
          { name: 'id', type: 'integer', isPrimary: true, isGenerated: true, generationStrategy: 'increment' },
          { name: 'name', type: 'varchar', length: '80' },
          { name: 'price', type: 'bigint' },
          { name: 'terms', type: 'text' },
          { name: 'is_enabled', type: 'boolean' },
          { name: 'per_user_limit', type: 'integer', default: '0' },
          { name: 'sort', type: 'integer', default: '0' },
          { name: 'created_at', type: 'bigint' },
          { name: 'updated_at', type: 'bigint' },
        ],
      }),
    );
    await queryRunner.createTable(
      new Table({
        name: 'plan_subscriptions',
        columns: [
          { name: 'id', type: 'integer', isPrimary: true, isGenerated: true, generationStrategy: 'increment' },
          { name: 'user_id', type: 'integer' },
          { name: 'plan_id', type: 'integer' },
          { name: 'terms', type: 'text' },
          { name: 'starts_at', type: 'bigint' },
          { name: 'ends_at', type: 'bigint' },
          { name: 'state', type: 'varchar', length: '12' },
          { name: 'grant_key', type: 'varchar', length: '96' },
          { name: 'previous_group', type: 'varchar', length: '64', isNullable: true },
        ],
        indices: [
          { name: 'ux_plan_subscriptions_grant_key', columnNames: ['grant_key'], isUnique: true },
          { name: 'ix_plan_subscriptions_user_state', columnNames: ['user_id', 'state'] },
          { name: 'ix_plan_subscriptions_state_ends_at', columnNames: ['state', 'ends_at'] },
        ],
      }),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('plan_subscriptions');
    await queryRunner.dropTable('plans');
  }
}
