import { MalformedPayload } from '../codec';
import { decodeEmbed } from './decode-embed';
import { encodeEmbeddings } from './encode-embeddings';
import { renameEmbedModel } from './rename-embed-model';

const bytes = (wire: unknown) => Buffer.from(JSON.stringify(wire));
const content = (...texts: string[]) => ({ parts: texts.map((text) => ({ text })) });

describe("Gemini's embeddings by way of OpenAI's", () => {
  it('reads a single request, and tells what has no place', () => {
    const wire = { content: content('a', 'b'), output_dimensionality: 8, taskType: 'RETRIEVAL_QUERY', title: null };
    expect(decodeEmbed(bytes(wire), false)).toEqual({
      texts: ['a\nb'],
      dimensions: 8,
      losses: [{ field: 'taskType', reason: 'has no place here' }],
    });
  });

  it('reads a batch', () => {
    const requests = ['a', 'b'].map((text) => ({ model: 'models/m', content: content(text), title: text }));
    expect(decodeEmbed(bytes({ requests }), true)).toMatchObject({
      texts: ['a', 'b'],
      dimensions: undefined,
      losses: [{ field: 'requests[0].title' }, { field: 'requests[1].title' }],
    });
  });

  it.each([
    [{ requests: [5] }, 'requests[0]'],
    [{ requests: [{ content: {} }] }, 'requests[0].content.parts'],
    [
      { requests: [{ content: content('a') }, { content: { parts: [{ inlineData: {} }] } }] },
      'requests[1].content.parts[0]',
    ],
    [{ requests: [{ content: content('a'), outputDimensionality: 0 }] }, 'requests[0].outputDimensionality'],
    [
      { requests: [{ content: content('a') }, { content: content('b'), outputDimensionality: 8 }] },
      'requests[1].outputDimensionality',
    ],
  ])('refuses %j', (wire, param) => {
    expect(() => decodeEmbed(bytes(wire), true)).toThrow(expect.objectContaining({ status: 400, param }));
  });

  it('answers in the order of the requests', () => {
    const data = [
      { index: 1, embedding: [2] },
      { index: 0, embedding: [1] },
    ];
    expect(encodeEmbeddings({ data, usage: { prompt_tokens: 3 } }, 2, true)).toEqual({
      embeddings: [{ values: [1] }, { values: [2] }],
      usageMetadata: { promptTokenCount: 3, totalTokenCount: 3 },
    });
    const unnumbered = data.map(({ embedding }) => ({ index: 0, embedding }));
    expect(encodeEmbeddings({ data: unnumbered }, 2, true)).toEqual({ embeddings: [{ values: [2] }, { values: [1] }] });
  });

  it('reads vectors that come as bytes', () => {
    const embedding = Buffer.from(new Float32Array([0.5, -2]).buffer).toString('base64');
    expect(encodeEmbeddings({ data: [{ embedding }] }, 1, false)).toEqual({ embedding: { values: [0.5, -2] } });
  });

  it.each([[{}], [{ data: [] }], [{ data: [{ embedding: ['x'] }] }], [null]])('takes %j for no answer', (answer) => {
    expect(() => encodeEmbeddings(answer, 1, false)).toThrow(MalformedPayload);
  });

  it("writes the upstream's name of the model wherever there was one", () => {
    const requests = [{ model: 'models/mine', content: content('a') }, { content: content('b') }];
    expect(JSON.parse(renameEmbedModel(bytes({ requests }), 'theirs').toString())).toEqual({
      requests: [{ model: 'models/theirs', content: content('a') }, { content: content('b') }],
    });
    expect(JSON.parse(renameEmbedModel(bytes({ model: 'mine', content: content('a') }), 'theirs').toString())).toEqual({
      model: 'models/theirs',
      content: content('a'),
    });
  });
});
