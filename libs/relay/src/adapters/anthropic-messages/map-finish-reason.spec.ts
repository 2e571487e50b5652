import { decodeFinishReason, encodeFinishReason } from './map-finish-reason';

const plain = { toolCall: false, refusal: false };

describe('reasons of an end', () => {
  it.each([
    ['end_turn', 'stop'],
    ['stop_sequence', 'stop-sequence'],
    ['max_tokens', 'length'],
    ['model_context_window_exceeded', 'length'],
    ['tool_use', 'tool-calls'],
    ['pause_turn', 'pause'],
    ['refusal', 'refusal'],
  ] as const)('case 22: %s is %s and comes back to its own callers', (raw, unified) => {
    const finish = decodeFinishReason(raw, null, false);
    expect(finish).toEqual({ unified, raw });
    expect(encodeFinishReason(finish, 'anthropic-messages', plain).stop_reason).toBe(raw);
  });

  it.each([
    ['stop', 'end_turn'],
    ['length', 'max_tokens'],
    ['tool-calls', 'tool_use'],
    ['content-filter', 'refusal'],
    ['error', 'end_turn'],
    ['other', 'end_turn'],
  ] as const)('case 22: %s of others is %s', (unified, reason) => {
    expect(encodeFinishReason({ unified, raw: 'RECITATION' }, 'gemini-generate', plain).stop_reason).toBe(reason);
  });

  it.each(['next_year', undefined, null, 3])('case 22: %j is not known and never goes out', (raw) => {
    const finish = decodeFinishReason(raw, null, false);
    expect(finish.unified).toBe('other');
    expect(encodeFinishReason(finish, 'anthropic-messages', plain).stop_reason).toBe('end_turn');
  });

  it('case 20: a call decides, whatever the upstream says', () => {
    expect(decodeFinishReason('end_turn', null, true).unified).toBe('tool-calls');
    expect(decodeFinishReason(null, null, true).unified).toBe('tool-calls');
    expect(decodeFinishReason('max_tokens', null, true).unified).toBe('length');
    expect(encodeFinishReason({ unified: 'stop' }, 'openai-chat', { ...plain, toolCall: true }).stop_reason).toBe(
      'tool_use',
    );
  });

  it('names the sequence that was met', () => {
    const finish = decodeFinishReason('stop_sequence', 'END', false);
    expect(encodeFinishReason(finish, 'anthropic-messages', plain)).toEqual({
      stop_reason: 'stop_sequence',
      stop_sequence: 'END',
    });
  });
});
