import type { ChannelTarget } from '@app/channel';
import type { WireEvent } from '../../model/wire-event';
import { channelMisconfigured } from '../channel-misconfigured';
import { hostedBody, takenBetas, type HostedBody } from '../hosted-claude';
import type { AddressedCall, UpstreamAddress } from '../upstream-address';
import type { SpokenDialect } from '../upstream-half';
import { channelHeaders } from '../upstream-headers';
import type { FinishedCall, PreparedCall, ProfileTools, StreamFraming, UpstreamProfile } from '../upstream-profile';
import { bedrockCredential } from './bedrock-credential';
import { bedrockModelId, isClaude } from './bedrock-model';
import { claudeEvent } from './claude-chunk';
import { FrameDeframer, loadFrameCutter } from './event-frames';
import { modelPath } from './model-path';
import { signRequest } from './sign-request';

const CLAUDE_VERSION = 'bedrock-2023-05-31';
const FRAMES = 'application/vnd.amazon.eventstream';
const MESSAGES: readonly SpokenDialect[] = ['anthropic-messages'];
const CONVERSE: readonly SpokenDialect[] = ['bedrock-converse'];

/** AWS Bedrock: Claude in Anthropic's words by `invoke`, all other models by the Converse API. */
export const BEDROCK_PROFILE: UpstreamProfile = {
  dialects: (channel, model) => (isClaude(channel, model) ? MESSAGES : CONVERSE),
  hasModelInPath: true,
  address: bedrockAddress,
  headers: (channel, { isStream }) => {
    const credential = bedrockCredential(channel);
    const authorization = 'apiKey' in credential ? `Bearer ${credential.apiKey}` : '';
    return channelHeaders(channel, false, [
      ['authorization', authorization],
      ['accept', isStream ? FRAMES : 'application/json'],
    ]);
  },
  finish: finishCall,
};

function bedrockAddress(channel: ChannelTarget, { endpoint, model, isStream }: AddressedCall): UpstreamAddress {
  const { origin, pathname } = new URL(channel.baseUrl === '' ? regionalUrl(channel) : channel.baseUrl);
  const prefix = pathname.replace(/\/+$/, '');
  const id = bedrockModelId(channel, model);
  switch (endpoint) {
    case 'messages':
      return { origin, path: prefix + modelPath(id, isStream ? 'invoke-with-response-stream' : 'invoke') };
    case 'bedrock-converse':
      return { origin, path: prefix + modelPath(id, isStream ? 'converse-stream' : 'converse') };
    default:
      throw channelMisconfigured(channel, `no address for ${endpoint}`);
  }
}

function regionalUrl(channel: ChannelTarget): string {
  const { region } = bedrockCredential(channel);
  return `https://bedrock-runtime.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
}

async function finishCall(call: PreparedCall, tools: ProfileTools): Promise<FinishedCall> {
  const { body, losses } = call.endpoint === 'messages' ? claudeBody(call) : { body: call.body, losses: [] };
  const credential = bedrockCredential(call.channel);
  const headers = 'apiKey' in credential ? [] : await signRequest({ ...call, body }, credential, new Date(tools.now()));
  return { body, losses, headers, ...(call.isStream && { framing: await framingOf(call) }) };
}

/** What Anthropic has in the body is in the address here, and what it has in headers is in the body. */
function claudeBody({ channel, body, passed }: PreparedCall): HostedBody {
  const betas = takenBetas(channel, passed['anthropic-beta']);
  return hostedBody(channel, body, ['model', 'stream'], {
    anthropic_version: CLAUDE_VERSION,
    ...(betas.length > 0 && { anthropic_beta: betas }),
  });
}

async function framingOf({ endpoint }: PreparedCall): Promise<StreamFraming> {
  const open = await loadFrameCutter();
  const eventOf = endpoint === 'messages' ? claudeEvent : (frame: WireEvent) => frame;
  return { contentType: FRAMES, open: () => new FrameDeframer(open(), eventOf) };
}
