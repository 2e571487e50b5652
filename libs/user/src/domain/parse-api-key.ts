export interface PresentedKey {
  /** Without prefix; not checked for form. */
  key: string;
  /** Text after the first dash behind the key; undefined = no channel asked for. */
  channel: string | undefined;
}

const USUAL = /^Bearer sk-[0-9A-Za-z]+$/;
const USUAL_PREFIX = 'Bearer sk-'.length;

/** Takes apart what a caller sent: `Bearer ` and `sk-` are optional, `KEY-12` asks for channel 12. */
export function parseApiKey(presented: string): PresentedKey | undefined {
  // As nearly every client sends it.
  if (USUAL.test(presented)) return { key: presented.slice(USUAL_PREFIX), channel: undefined };
  const text = presented
    .trim()
    .replace(/^bearer(?:\s+|$)/i, '')
    .replace(/^sk-/, '');
  const [key = '', channel] = text.split('-', 2);
  return key === '' ? undefined : { key, channel };
}
