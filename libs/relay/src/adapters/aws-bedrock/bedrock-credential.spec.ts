import type { ChannelTarget } from '@app/channel';
import { channel } from '../__fixtures__/channel';
import { bedrockCredential } from './bedrock-credential';

const of = (key: string, config: ChannelTarget['config'] = {}) => bedrockCredential(channel({ type: 35, key, config }));

describe('credentials of Bedrock', () => {
  it.each<[string, Record<string, string>, object]>([
    ['', { ak: 'A', sk: 'S', region: 'us-east-1' }, { region: 'us-east-1', accessKeyId: 'A', secretAccessKey: 'S' }],
    ['A|S|eu-west-3', {}, { region: 'eu-west-3', accessKeyId: 'A', secretAccessKey: 'S' }],
    ['A|S', { region: 'us-gov-west-1' }, { region: 'us-gov-west-1', accessKeyId: 'A', secretAccessKey: 'S' }],
    ['A|S|eu-west-3', { region: 'us-east-1' }, { region: 'us-east-1', accessKeyId: 'A', secretAccessKey: 'S' }],
    ['api-key|us-west-2', {}, { region: 'us-west-2', apiKey: 'api-key' }],
    ['api-key', { region: 'us-west-2' }, { region: 'us-west-2', apiKey: 'api-key' }],
  ])('%j with %j', (key, config, expected) => {
    expect(of(key, config)).toEqual(expected);
  });

  it.each<[string, Record<string, string>]>([
    ['A|S', {}],
    ['', { region: 'us-east-1' }],
    ['', { ak: 'A', region: 'us-east-1' }],
    ['A|S|T|U', { region: 'us-east-1' }],
    ['A|S', { region: 'evil.example/' }],
  ])('%j with %j is the operator’s to mend', (key, config) => {
    expect(() => of(key, config)).toThrow(
      expect.objectContaining({ code: 'channel_misconfigured', retry: 'other-channel' }) as Error,
    );
  });
});
