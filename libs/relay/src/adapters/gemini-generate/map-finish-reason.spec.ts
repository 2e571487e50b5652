import { decodeFinishReason, encodeFinishReason } from './map-finish-reason';

describe('finish reasons', () => {
  it.each([
    ['STOP', 'stop'],
    ['MAX_TOKENS', 'length'],
    ['SAFETY', 'content-filter'],
    ['RECITATION', 'content-filter'],
    ['MALFORMED_FUNCTION_CALL', 'error'],
    ['OTHER', 'other'],
    ['BRAND_NEW', 'other'],
  ])('case 22: %s is %s', (raw, unified) => {
    expect(decodeFinishReason(raw, false)).toEqual({ unified, raw });
  });

  it('case 20: STOP after a call is the call', () => {
    expect(decodeFinishReason('STOP', true).unified).toBe('tool-calls');
    expect(decodeFinishReason('MAX_TOKENS', true).unified).toBe('length');
  });

  it('case 22: words of other dialects never leak', () => {
    expect(encodeFinishReason({ unified: 'refusal', raw: 'refusal' }, 'anthropic-messages')).toBe('SAFETY');
    expect(encodeFinishReason({ unified: 'tool-calls', raw: 'tool_calls' }, 'openai-chat')).toBe('STOP');
    expect(encodeFinishReason({ unified: 'other', raw: 'eos' }, 'openai-chat')).toBe('OTHER');
    expect(encodeFinishReason({ unified: 'other', raw: 'BRAND_NEW' }, 'gemini-generate')).toBe('BRAND_NEW');
  });
});
