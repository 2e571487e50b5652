import { randomUUID } from 'node:crypto';
import { sha256Hex } from './sha256-hex';

/** Key of a ledger movement that a client may repeat: the same for the same scope and idempotency key, else new. */
export function operationKey(scope: string, idempotencyKey: string | undefined): string {
  return idempotencyKey === undefined ? randomUUID() : sha256Hex(`${scope}:${idempotencyKey}`);
}
