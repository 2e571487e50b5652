import { Injectable } from '@nestjs/common';
import { LogType } from '@app/kernel';
import { EventBus } from '@app/platform';
import type { ChannelActor } from './channel-actor';

export interface NamedChannel {
  id: number;
  name: string;
}

/** Tells the other modules and the log what an administrator did to channels. */
@Injectable()
export class ChannelJournal {
  constructor(private readonly events: EventBus) {}

  changed(actor: ChannelActor, action: string, channels: readonly NamedChannel[], detail = ''): void {
    for (const channel of channels) {
      this.events.publish('channel.changed', { channelId: channel.id });
      this.recorded(actor, action, channel, detail);
    }
  }

  recorded(actor: ChannelActor, action: string, channel: NamedChannel, detail = ''): void {
    this.events.publish('audit.recorded', {
      type: LogType.Manage,
      userId: actor.userId,
      username: actor.username,
      text: `${action}「${channel.name}」（#${channel.id}）${detail === '' ? '' : `：${detail}`}`,
      ip: actor.ip,
    });
  }
}
