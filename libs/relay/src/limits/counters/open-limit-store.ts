import type { Clock } from '@app/kernel';
import type { OptionStore, RedisHolder } from '@app/platform';
import { LIMIT_LEASE_SECONDS } from '../limit-options';
import type { LimitStore } from './limit-store';
import { MemoryLimitStore } from './memory-limit-store';
import { RedisLimitStore } from './redis-limit-store';
import { SharedLimitStore } from './shared-limit-store';

export function openLimitStore(clock: Clock, { connections }: RedisHolder, options: OptionStore): LimitStore {
  const memory = new MemoryLimitStore(clock);
  if (connections === undefined) return memory;
  const leaseMs = (): number => options.get(LIMIT_LEASE_SECONDS) * 1000;
  return new SharedLimitStore(new RedisLimitStore(connections.main, () => clock.now(), leaseMs), memory);
}
