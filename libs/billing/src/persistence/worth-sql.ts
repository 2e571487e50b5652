import { isMysqlFamily } from '@app/platform';
import type { EntityManager } from 'typeorm';

/** In the JSON of a row's price only where a plan paid; within names its quotes would be escaped. */
const HAS_PLAN = `log.price LIKE '%,"plan":{"subscription":%'`;

/** What a consume row of the alias `log` is worth: what the wallet was charged and what a plan paid. */
export function worthOfRow(manager: EntityManager): string {
  return `log.amount + CASE WHEN ${HAS_PLAN} THEN ${paidByPlan(manager)} ELSE 0 END`;
}

function paidByPlan(manager: EntityManager): string {
  if (isMysqlFamily(manager.connection))
    return "CAST(JSON_UNQUOTE(JSON_EXTRACT(log.price, '$.plan.amount')) AS SIGNED)";
  const amount =
    manager.connection.options.type === 'postgres'
      ? "CAST(log.price AS json)->'plan'->>'amount'"
      : "json_extract(log.price, '$.plan.amount')";
  return `CAST(${amount} AS BIGINT)`;
}
