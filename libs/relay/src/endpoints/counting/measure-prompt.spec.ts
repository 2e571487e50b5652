import { anthropicMessagesCodec } from '../../adapters/anthropic-messages/anthropic-messages.codec';
import { openAiResponsesCodec } from '../../adapters/openai-responses/openai-responses.codec';
import { measurePrompt } from './measure-prompt';

const messages = (body: object) =>
  measurePrompt(anthropicMessagesCodec.decodeRequest({ model: 'claude', ...body }, {}));
const image = (data: string) => ({ type: 'image', source: { type: 'base64', media_type: 'image/png', data } });

describe('measuring a prompt', () => {
  it('finds texts, tools, pictures and files wherever they stand', () => {
    const measure = messages({
      system: 'Be brief.',
      tools: [{ name: 'look', description: 'Looks', input_schema: { type: 'object' } }],
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'Look!' }, image('AAAA')] },
        { role: 'assistant', content: [{ type: 'tool_use', id: 't1', name: 'look', input: { at: 'sky' } }] },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 't1', content: [{ type: 'text', text: 'blue' }, image('BBBB')] },
          ],
        },
        {
          role: 'user',
          content: [
            {
              type: 'document',
              source: { type: 'base64', media_type: 'application/pdf', data: 'CCCC' },
              title: 'Paper',
            },
            { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'Plain words' } },
          ],
        },
      ],
    });
    expect(measure).toEqual({
      texts: [
        ...['look', 'Looks', '{"type":"object"}', 'Be brief.', 'Look!', 'look', '{"at":"sky"}', 'blue', 'Paper'],
        'Plain words',
      ],
      ...{ messages: 4, tools: 1, images: 2, smallImages: 0, files: 1 },
    });
  });

  it('leaves out the thinking of turns that are over, and proofs always', () => {
    const thought = (thinking: string) => ({ type: 'thinking', thinking, signature: 'c2lnbmF0dXJl' });
    const use = { type: 'tool_use', id: 't1', name: 'look', input: {} };
    const { texts } = messages({
      messages: [
        { role: 'user', content: 'one' },
        { role: 'assistant', content: [thought('old'), { type: 'text', text: 'answer' }] },
        { role: 'user', content: 'two' },
        { role: 'assistant', content: [thought('new'), use] },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't1', content: 'done' }] },
      ],
    });
    expect(texts).toEqual(['one', 'answer', 'two', 'new', 'look', '{}', 'done']);
  });

  it('reads what only one dialect understands, but no bytes', () => {
    const result = { type: 'web_search_result', title: 'News', url: 'https://a', encrypted_content: 'x'.repeat(999) };
    const { texts } = messages({
      tools: [{ type: 'web_search_20250305', name: 'web_search' }],
      messages: [
        { role: 'user', content: 'q' },
        { role: 'assistant', content: [{ type: 'web_search_tool_result', tool_use_id: 's', content: [result] }] },
      ],
    });
    expect(texts.join()).not.toContain('xxx');
    expect(texts).toContain('News');
  });

  it('tells small pictures from others', () => {
    const content = ['low', 'high'].map((detail) => ({ type: 'input_image', image_url: 'https://a/b.png', detail }));
    const request = openAiResponsesCodec.decodeRequest({ model: 'm', input: [{ role: 'user', content }] }, {});
    expect(measurePrompt(request)).toMatchObject({ images: 1, smallImages: 1, texts: [] });
  });
});
