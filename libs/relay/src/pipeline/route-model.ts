import { Injectable } from '@nestjs/common';
import { ChannelSelector } from '@app/channel';
import type { Endpoint } from '../adapters/decode-call';
import { isNeverNamedSo, readSuffix } from '../adapters/thinking-suffix/read-suffix';

/** A model by which other names a call may go. */
export interface ModelRoute {
  /** Name by which a channel is looked for. */
  served: string;
  /** Name whose price applies when the requested one has none. */
  base: string | undefined;
}

/**
 * Finds the model that a name with a thinking suffix stands for. A name that channels of the group list is that model: only
 * what nobody lists is the model without the suffix.
 */
@Injectable()
export class RouteModel {
  constructor(private readonly selector: ChannelSelector) {}

  routeOf(model: string, group: string, endpoint: Endpoint): ModelRoute {
    const suffix = mayThink(endpoint) ? readSuffix(model) : undefined;
    if (suffix === undefined) return { served: model, base: undefined };
    const { base } = suffix;
    const listed = this.selector.modelsOf(group);
    if (listed.includes(model)) return { served: model, base: isNeverNamedSo(suffix) ? base : undefined };
    return listed.includes(base) ? { served: base, base } : { served: model, base: undefined };
  }
}

function mayThink(endpoint: Endpoint): boolean {
  return endpoint === 'chat' || endpoint === 'responses' || endpoint === 'messages' || endpoint === 'generate';
}
