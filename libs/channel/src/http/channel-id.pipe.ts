import { Injectable, type PipeTransform } from '@nestjs/common';
import { channelNotFound } from '../application/channel-errors';

/** A channel id from the path; anything that cannot be one names no channel. */
@Injectable()
export class ChannelIdPipe implements PipeTransform<string, number> {
  transform(text: string): number {
    if (!/^[1-9]\d{0,8}$/.test(text)) throw channelNotFound();
    return Number(text);
  }
}
