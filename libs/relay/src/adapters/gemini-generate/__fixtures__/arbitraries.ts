import * as fc from 'fast-check';

/** Valid bodies of the dialect, in its canonical spelling. */
const text = fc.string({ maxLength: 12, unit: 'grapheme' });
const word = fc.constantFrom('alpha', 'beta', 'gamma_2', 'delta-x');
const signature = fc.constantFrom('CiQBjz1r', 'EpwBCpkB', 'AbCd');
const json = fc.jsonValue({ maxDepth: 2, noUnicodeString: true });
const args = fc.dictionary(word, json, { maxKeys: 3 });

function record<T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }, requiredKeys: (keyof T)[] = []): fc.Arbitrary<unknown> {
  return fc.record(model, { requiredKeys: requiredKeys });
}

const textPart = record({ text, thoughtSignature: signature, partMetadata: args }, ['text']);
const thoughtPart = record({ text, thought: fc.constant(true), thoughtSignature: signature }, ['text', 'thought']);
const blob = record({ mimeType: fc.constantFrom('image/png', 'audio/wav', 'video/mp4', 'application/pdf'), data: fc.base64String(), displayName: text }, ['mimeType', 'data']);
const mediaPart = record({ inlineData: blob, thoughtSignature: signature, mediaResolution: args }, ['inlineData']);
const filePart = record(
  {
    fileData: record(
      { fileUri: fc.constantFrom('gs://bucket/a.pdf', 'https://example.org/b.png', 'https://youtu.be/x'), mimeType: fc.constantFrom('image/png', 'application/pdf', 'video/mp4') },
      ['fileUri'],
    ),
    videoMetadata: fc.constant({ fps: 2 }),
  },
  ['fileData'],
);
const callPart = record(
  { functionCall: record({ id: word, name: word, args, extra: text }, ['name']), thoughtSignature: signature },
  ['functionCall'],
);
const resultPart = record(
  {
    functionResponse: record(
      {
        id: word,
        name: word,
        response: fc.oneof(args, record({ output: text }, ['output']), record({ error: text }, ['error'])),
        parts: fc.array(record({ inlineData: blob }, ['inlineData']), { maxLength: 2 }),
        scheduling: fc.constantFrom('SILENT', 'WHEN_IDLE'),
        willContinue: fc.boolean(),
      },
      ['name'],
    ),
  },
  ['functionResponse'],
);
const opaquePart = fc.constantFrom<unknown>(
  { executableCode: { language: 'PYTHON', code: 'print(1)' } },
  { codeExecutionResult: { outcome: 'OUTCOME_OK', output: '1' } },
  { toolCall: { toolType: 'GOOGLE_SEARCH', args: {} }, thoughtSignature: 'AbCd' },
  { functionCall: { name: 'f', partialArgs: [{ jsonPath: '$.a', stringValue: 'x' }], willContinue: true } },
  { thoughtSignature: 'AbCd' },
);
const madePart = fc.oneof(textPart, thoughtPart, mediaPart, callPart, opaquePart);
const anyPart = fc.oneof(madePart, filePart, resultPart);

const content = record({ role: fc.constantFrom('user', 'model', 'function'), parts: fc.array(anyPart, { maxLength: 4 }), note: fc.constantFrom(null, 'x') }, ['parts']);

const schema = fc.constantFrom<unknown>(
  { type: 'OBJECT', properties: { a: { type: 'STRING', nullable: true, enum: ['x'], format: 'enum' } }, required: ['a'] },
  { type: 'ARRAY', items: { type: 'INTEGER', minimum: 0 }, minItems: '1', propertyOrdering: [] },
  { type: 'object', anyOf: [{ type: 'string' }, { type: 'NUMBER' }], nullable: true, example: 1 },
);
const jsonSchema = fc.constantFrom<unknown>({ type: 'object', properties: { a: { const: 1 } }, $defs: {} }, { $ref: '#', not: {} });
const declaration = fc.oneof(
  record({ name: word, description: text, parameters: schema, behavior: fc.constant('BLOCKING') }, ['name']),
  record({ name: word, parametersJsonSchema: jsonSchema, response: schema, parameters: fc.constant(null) }, ['name']),
);
const tool = fc.oneof(
  record({
    functionDeclarations: fc.array(declaration, { minLength: 1, maxLength: 3 }),
    googleSearch: fc.constant({}),
    urlContext: fc.constant({}),
    codeExecution: fc.constant({}),
  }),
  fc.constant({ functionDeclarations: [] }),
);

const thinkingConfig = record({
  thinkingBudget: fc.constantFrom(-1, 0, 128, 24_576),
  thinkingLevel: fc.constantFrom('MINIMAL', 'LOW', 'high', 'NEW_LEVEL'),
  includeThoughts: fc.boolean(),
});
const number = fc.constantFrom<unknown>(0, 1, 0.5, null);
const format = fc.oneof(
  record({ responseMimeType: fc.constantFrom('application/json', 'text/plain', 'text/x.enum') }),
  record({ responseMimeType: fc.constant('application/json'), responseSchema: schema }, ['responseSchema']),
  record({ responseMimeType: fc.constant('application/json'), responseJsonSchema: jsonSchema }, ['responseJsonSchema']),
  record({ responseMimeType: fc.constant('text/x.enum'), responseSchema: schema }, ['responseMimeType']),
);
const settings = record({
  maxOutputTokens: number,
  temperature: number,
  topP: number,
  topK: number,
  frequencyPenalty: number,
  presencePenalty: number,
  seed: number,
  candidateCount: number,
  stopSequences: fc.array(text, { maxLength: 7 }),
  responseLogprobs: fc.boolean(),
  logprobs: fc.constantFrom(0, 5),
  responseModalities: fc.array(fc.constantFrom('TEXT', 'IMAGE', 'Text'), { maxLength: 2 }),
  thinkingConfig,
  speechConfig: fc.constant({ voiceConfig: {} }),
  mediaResolution: fc.constant('MEDIA_RESOLUTION_LOW'),
  newSetting: json,
});

const calling = record({
  mode: fc.constantFrom('AUTO', 'ANY', 'NONE', 'VALIDATED', 'MODE_UNSPECIFIED'),
  allowedFunctionNames: fc.array(word, { maxLength: 3 }),
});

export const anyRequest = record(
  {
    contents: fc.array(content, { maxLength: 5 }),
    systemInstruction: record({ role: fc.constantFrom('user', 'system'), parts: fc.array(textPart, { maxLength: 2 }) }, ['parts']),
    tools: fc.array(tool, { maxLength: 3 }),
    toolConfig: record({ functionCallingConfig: calling, retrievalConfig: args }),
    generationConfig: fc.tuple(settings, format).map(([one, two]) => ({ ...(one as object), ...(two as object) })),
    safetySettings: fc.constantFrom<unknown>([], [{ category: 'HARM_CATEGORY_HARASSMENT', threshold: 'OFF' }]),
    cachedContent: fc.constantFrom(null, 'cachedContents/1'),
    store: fc.boolean(),
    serviceTier: fc.constantFrom('flex', 'priority'),
    labels: fc.constant({ team: 'a' }),
  },
  ['contents'],
);

const candidate = (index: number): fc.Arbitrary<unknown> =>
  record(
    {
      content: record({ parts: fc.array(madePart, { maxLength: 4 }), role: fc.constant('model') }, ['parts']),
      finishReason: fc.constantFrom('STOP', 'MAX_TOKENS', 'SAFETY', 'BRAND_NEW'),
      index: fc.constant(index),
      safetyRatings: fc.constant([]),
      finishMessage: text,
      groundingMetadata: fc.constant({
        groundingChunks: [{ web: { uri: 'https://example.org', title: 'e' } }],
        groundingSupports: [{ segment: { endIndex: 2 }, groundingChunkIndices: [0] }],
        webSearchQueries: ['q'],
      }),
      avgLogprobs: fc.constantFrom(-0.5, null),
    },
    ['index', 'finishReason'],
  );

const usage = record({
  promptTokenCount: fc.constantFrom(0, 10, 500),
  cachedContentTokenCount: fc.constantFrom(0, 8, 900),
  candidatesTokenCount: fc.constantFrom(0, 20),
  thoughtsTokenCount: fc.constantFrom(0, 5),
  totalTokenCount: fc.constantFrom(0, 530),
  toolUsePromptTokenCount: fc.constant(3),
  promptTokensDetails: fc.constant([{ modality: 'IMAGE', tokenCount: 4 }]),
  trafficType: fc.constant('ON_DEMAND'),
});

export const anyAnswer = record(
  {
    candidates: fc.integer({ min: 1, max: 2 }).chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => candidate(index)))),
    usageMetadata: usage,
    modelVersion: fc.constant('gemini-x'),
    responseId: fc.constant('r-1'),
    createTime: fc.constant('2026-11-24T15:00:00Z'),
    newField: json,
  },
  ['candidates', 'modelVersion', 'responseId'],
);
