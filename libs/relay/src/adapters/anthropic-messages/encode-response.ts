import type { ChatResponse } from '../../model/chat-response';
import type { Encoded, Loss } from '../../model/loss';
import { NO_USAGE } from '../../model/usage';
import { listRestLosses } from '../carry-rest';
import type { AnswerTarget } from '../codec';
import { asObject } from '../read-json';
import { DIALECT, type WireObject, type WireUsage } from './anthropic-messages.wire';
import { encodeAnswerPart } from './encode-answer-part';
import { encodeFinishReason } from './map-finish-reason';
import { encodeUsage } from './map-usage';

/** A complete answer for a caller of the Messages API, who knows one choice only. */
export function encodeResponse(response: ChatResponse, target: AnswerTarget): Encoded<WireObject> {
  const losses: Loss[] = [];
  const isOwn = response.dialect === DIALECT;
  const [choice, ...others] = response.choices;
  for (const other of others) losses.push({ field: `choices[${other.index}]`, reason: 'there is one answer here' });
  const parts = choice?.parts ?? [];
  listRestLosses(response, DIALECT, '', losses);
  if (choice !== undefined) listRestLosses(choice, DIALECT, 'choices[0]', losses);
  if (choice?.logprobs !== undefined && choice.logprobs !== null) {
    losses.push({ field: 'choices[0].logprobs', reason: 'has no place here' });
  }
  const wire: WireObject = {
    id: encodeId(response.id, isOwn, target),
    type: 'message',
    role: 'assistant',
    model: target.model,
    content: parts.flatMap((part, index) => encodeAnswerPart(part, `choices[0].content[${index}]`, target, losses)),
    ...encodeFinishReason(choice?.finish ?? { unified: 'other' }, response.dialect, {
      toolCall: parts.some((part) => part.type === 'tool-call'),
      refusal: parts.some((part) => part.type === 'refusal'),
    }),
  };
  const usage: WireUsage = encodeUsage(response.usage ?? NO_USAGE);
  const tier = encodeTier(response.serviceTier, isOwn);
  if (tier !== undefined) usage['service_tier'] = tier;
  wire['usage'] = usage;
  for (const name of Object.keys(response.extra)) {
    if (!isOwn) {
      if (response.extra[name] !== null) losses.push({ field: name, reason: 'has no place here' });
    } else if (name === 'usage') Object.assign(usage, asObject(response.extra[name]));
    else wire[name] = response.extra[name];
  }
  return { value: wire, losses };
}

export function encodeId(id: string, isOwn: boolean, target: AnswerTarget): string {
  return (isOwn && id !== '') || id.startsWith('msg_') ? id : target.createId('msg_');
}

/** Only tiers that Anthropic has; those of others mean something else. */
function encodeTier(tier: string | undefined, isOwn: boolean): string | undefined {
  if (isOwn || tier === 'priority') return tier;
  return tier === 'default' ? 'standard' : undefined;
}
