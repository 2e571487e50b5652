import { channel } from '../__fixtures__/channel';
import { bedrockModelId, isClaude } from './bedrock-model';

describe('models of Bedrock', () => {
  it.each([
    ['claude-instant-1.2', 'anthropic.claude-instant-v1'],
    ['claude-2.1', 'anthropic.claude-v2:1'],
    ['claude-3-haiku-20240307', 'anthropic.claude-3-haiku-20240307-v1:0'],
    ['claude-3-5-sonnet-20240620', 'anthropic.claude-3-5-sonnet-20240620-v1:0'],
    ['claude-3-5-sonnet-20241022', 'anthropic.claude-3-5-sonnet-20241022-v2:0'],
    ['claude-opus-4-20250514', 'anthropic.claude-opus-4-20250514-v1:0'],
    ['claude-opus-4-6', 'anthropic.claude-opus-4-6-v1'],
    ['claude-sonnet-4-6', 'anthropic.claude-sonnet-4-6'],
    ['eu.anthropic.claude-3-haiku-20240307-v1:0', 'eu.anthropic.claude-3-haiku-20240307-v1:0'],
    ['command-r', 'cohere.command-r-v1:0'],
    ['amazon.nova-pro-v1:0', 'amazon.nova-pro-v1:0'],
  ])('%s is %s', (model, id) => {
    expect(bedrockModelId(channel(), model)).toBe(id);
  });

  it.each([
    ['claude-opus-4-20250514', 'us.anthropic.claude-opus-4-20250514-v1:0'],
    ['amazon.nova-pro-v1:0', 'us.amazon.nova-pro-v1:0'],
    ['eu.anthropic.claude-x', 'eu.anthropic.claude-x'],
    ['command-r-plus', 'cohere.command-r-plus-v1:0'],
    ['arn:aws:bedrock:us-east-1:1:inference-profile/x', 'arn:aws:bedrock:us-east-1:1:inference-profile/x'],
  ])('with an area %s is %s', (model, id) => {
    expect(bedrockModelId(channel({ config: { cross: 'us' } }), model)).toBe(id);
  });

  it('knows Claude by either name', () => {
    const mapped = (to: string) => channel({ modelMapping: new Map([['best', to]]) });
    expect(isClaude(mapped('us.anthropic.x'), 'best')).toBe(true);
    expect(isClaude(mapped('arn:aws:bedrock:us-east-1:1:application-inference-profile/x'), 'best')).toBe(false);
    expect(isClaude(channel({ modelMapping: new Map([['claude-x', 'arn:aws:y']]) }), 'claude-x')).toBe(true);
    expect(isClaude(channel(), 'amazon.nova-pro-v1:0')).toBe(false);
  });
});
