import type { Dialect, Origin, Signature } from './dialect';

const PREFIX = 'chatapi.v1.';

/**
 * A signature as text for a dialect's own place for signatures. Its own go in as they are, foreign ones in a wrapping that
 * comes back unharmed from any client: that is how Gemini's proof survives a tool loop of Claude Code.
 */
export function packSignature(signature: Signature, into: Dialect): string {
  if (signature.dialect === into && signature.id === undefined) return signature.value;
  const { dialect, value, id } = signature;
  return (
    PREFIX +
    Buffer.from(JSON.stringify(id === undefined ? [dialect, value] : [dialect, value, id])).toString('base64url')
  );
}

/** The other way. Text that is no wrapping of ours is the dialect's own. */
export function unpackSignature(text: string, from: Dialect): Signature {
  if (text.startsWith(PREFIX)) {
    try {
      const unpacked: unknown = JSON.parse(Buffer.from(text.slice(PREFIX.length), 'base64url').toString());
      if (isPacked(unpacked)) {
        const [dialect, value, id] = unpacked;
        return id === undefined ? { dialect, value } : { dialect, value, id };
      }
    } catch {
      // Somebody else's text that looks like ours.
    }
  }
  return { dialect: from, value: text };
}

const DIALECTS: ReadonlySet<string> = new Set<Origin>([
  'openai-chat',
  'openai-responses',
  'anthropic-messages',
  'gemini-generate',
  'bedrock-converse',
  'ollama-chat',
  'cohere-chat',
]);

function isPacked(value: unknown): value is [Origin, string, string?] {
  if (!Array.isArray(value) || value.length < 2 || value.length > 3) return false;
  return DIALECTS.has(value[0] as string) && value.slice(1).every((part) => typeof part === 'string');
}
