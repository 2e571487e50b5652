const SYSTEM = 'You are a helpful assistant.';
const PROMPT = 'the quick brown fox jumps over the lazy dog '.repeat(19);

/**
 * How a stream is asked for in each dialect. The letter in a model's name tells the mock upstream which dialect to answer in,
 * and the gateway which channel to take.
 */
const DIALECTS = {
  chat: {
    letter: 'p',
    path: () => '/v1/chat/completions',
    body: (model) => ({
      ...{ model, stream: true, temperature: 0.7 },
      messages: [
        { role: 'system', content: SYSTEM },
        { role: 'user', content: PROMPT },
      ],
    }),
  },
  anthropic: {
    letter: 'a',
    path: () => '/v1/messages',
    body: (model) => ({
      ...{ model, stream: true, temperature: 0.7, max_tokens: 1024, system: SYSTEM },
      messages: [{ role: 'user', content: PROMPT }],
    }),
  },
  gemini: {
    letter: 'g',
    path: (model) => `/v1beta/models/${model}:streamGenerateContent?alt=sse`,
    body: () => ({
      systemInstruction: { parts: [{ text: SYSTEM }] },
      contents: [{ role: 'user', parts: [{ text: PROMPT }] }],
      generationConfig: { temperature: 0.7 },
    }),
  },
};

/** A stream of so many events with so many milliseconds between them, from an upstream of this dialect. */
export function streamModel(dialect, events, pauseMs) {
  return `m-${DIALECTS[dialect].letter}${events}x${pauseMs}`;
}

/** Path and body of a caller of this dialect. */
export function streamRequest(dialect, model) {
  const { path, body } = DIALECTS[dialect];
  return { path: path(model), body: JSON.stringify(body(model)) };
}

/** Only the gateway converts: whoever does not is called as the upstream is. */
export function requestFor(target, { caller, upstream, model }) {
  return streamRequest(target.converts ? caller : upstream, model);
}
