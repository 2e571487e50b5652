import { randomUUID } from 'node:crypto';
import { Logger, type OnModuleInit } from '@nestjs/common';
import type { DomainEvents } from '@app/kernel';
import type { RedisConnections } from '../redis/redis-connections';
import type { EventName } from './event-bus';
import { LocalEventBus } from './local-event-bus';

const CHANNEL = 'chat-api:events';

/** Which events other nodes must hear of. */
const REACHES_ALL_NODES: Record<EventName, boolean> = {
  'user.changed': true,
  'token.changed': true,
  'channel.changed': true,
  'option.changed': true,
  'limit.changed': true,
  'prices.published': true,
  'wallet.changed': true,
  'plan.changed': true,
  'balance.low': false,
  'audit.recorded': false,
  'operator.noticed': false,
};

interface Message {
  node: string;
  name: EventName;
  payload: unknown;
}

/** Delivers at once here and through Redis to the other nodes. */
export class RedisEventBus extends LocalEventBus implements OnModuleInit {
  private readonly node = randomUUID();
  private readonly redisLogger = new Logger('EventBus');

  constructor(private readonly redis: RedisConnections) {
    super();
  }

  async onModuleInit(): Promise<void> {
    this.redis.subscriber.on('message', (channel: string, text: string) => {
      if (channel === CHANNEL) this.receive(text);
    });
    await this.redis.subscriber.subscribe(CHANNEL);
  }

  override publish<K extends EventName>(name: K, payload: DomainEvents[K]): void {
    super.publish(name, payload);
    if (!REACHES_ALL_NODES[name]) return;
    const message: Message = { node: this.node, name, payload };
    this.redis.main
      .publish(CHANNEL, JSON.stringify(message))
      .catch((error: unknown) => this.redisLogger.warn(`${name} did not reach the other nodes: ${String(error)}`));
  }

  private receive(text: string): void {
    const message = decodeMessage(text);
    if (message === undefined) this.redisLogger.warn('ignored a message in an unknown form');
    else if (message.node !== this.node) this.deliver(message.name, message.payload);
  }
}

/** Undefined for what no node of this version would send. */
function decodeMessage(text: string): Message | undefined {
  try {
    const message = JSON.parse(text) as Partial<Message> | null;
    if (message === null || typeof message !== 'object' || typeof message.node !== 'string') return undefined;
    if (message.name === undefined || !Object.hasOwn(REACHES_ALL_NODES, message.name)) return undefined;
    if (!REACHES_ALL_NODES[message.name] || message.payload === null || typeof message.payload !== 'object')
      return undefined;
    return message as Message;
  } catch {
    return undefined;
  }
}
