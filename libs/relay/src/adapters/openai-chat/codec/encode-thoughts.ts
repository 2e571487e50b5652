import type { Part } from '../../../model/content';
import type { MessageNotes } from './decode-assistant';
import { thoughtNotes } from './decode-thinking';
import { lose, type WriteContext } from './encode-context';
import { encodeDetail, isThought, thinkingText } from './encode-thinking';
import type { Fields } from './openai-chat.wire';

/**
 * Thinking of the history. Upstreams that want theirs back get it as text; others get what is proved and what they accept the
 * proof of. The rest is left out, as these upstreams refuse or ignore it.
 */
export function encodeThoughts(
  parts: readonly Part[],
  notes: MessageNotes,
  path: string,
  wire: Fields,
  context: WriteContext,
): void {
  const { target, isOwn } = context;
  const wantsBack = target.traits?.wantsReasoningBack;
  if (isOwn && wantsBack !== false) Object.assign(wire, notes.plain);
  if (wantsBack === true && wire['reasoning_content'] === undefined) {
    const text = thinkingText(parts);
    if (text !== '') wire['reasoning_content'] = text;
  }
  const details: Fields[] = [];
  const loseAt = (index: number, reason: string) => lose(context, `${path}.content[${index}]`, reason);
  parts.forEach((part, index) => {
    const kept = thoughtNotes(part);
    if (part.type === 'opaque' && kept.detail !== undefined && isOwn) details.push(kept.detail);
    if (!isThought(part) || kept.isPlain === true) return;
    const { signature } = part;
    if (signature === undefined) {
      if (isOwn && kept.detail !== undefined) details.push(kept.detail);
      else if (!isOwn && wantsBack !== true && part.type === 'thinking' && part.text !== '')
        loseAt(index, 'unsigned thinking is refused');
      return;
    }
    if (target.acceptsSignature(signature)) details.push(encodeDetail(part, details.length));
    else if (wantsBack !== true) loseAt(index, 'the signature is another provider’s');
  });
  if (details.length > 0) wire['reasoning_details'] = details;
}
