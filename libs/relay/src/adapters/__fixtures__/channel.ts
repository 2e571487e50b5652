import type { ChannelTarget } from '@app/channel';

export function channel(changes: Partial<ChannelTarget> = {}): ChannelTarget {
  return {
    id: 7,
    name: 'c',
    type: 1,
    baseUrl: 'https://supplier.example',
    key: 'sk-secret',
    organization: undefined,
    modelMapping: new Map(),
    headers: {},
    proxyUrl: undefined,
    statusCodeMapping: new Map(),
    config: {},
    ...changes,
  };
}
