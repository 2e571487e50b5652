import { geminiModels } from './gemini-models';

const NAMES = ['a', 'gemini-embedding-001', 'vendor/模型'];
interface Page {
  models: { name: string; supportedGenerationMethods: string[] }[];
  nextPageToken?: string;
}
const list = (query: Record<string, string>, names = NAMES) =>
  geminiModels.list(names, new URLSearchParams(query)) as Page;

describe("Gemini's list of models", () => {
  it('goes through the pages by their tokens', () => {
    const seen: string[] = [];
    let pageToken: string | undefined = '';
    while (pageToken !== undefined) {
      const page: Page = list({ pageSize: '1', pageToken });
      seen.push(...page.models.map(({ name }) => name));
      pageToken = page.nextPageToken;
    }
    expect(seen).toEqual(['models/a', 'models/gemini-embedding-001', 'models/vendor/模型']);
  });

  it('shows fifty when nothing is said, and at most a thousand', () => {
    const names = Array.from({ length: 1100 }, (_, index) => `m${index}`).sort();
    for (const [pageSize, count] of [
      ['', 50],
      ['0', 50],
      ['1000', 1000],
      ['5000', 1000],
    ] as const) {
      expect(list({ pageSize }, names).models).toHaveLength(count);
    }
  });

  it('says what a model is for', () => {
    const [chat, embedding] = list({}).models;
    expect(chat!.supportedGenerationMethods).toEqual(['generateContent', 'streamGenerateContent', 'countTokens']);
    expect(embedding!.supportedGenerationMethods).toEqual(['embedContent', 'batchEmbedContents']);
  });

  it.each([
    [{ pageSize: '-1' }, 'pageSize'],
    [{ pageToken: '!!' }, 'pageToken'],
  ])('refuses %j', (query, param) => {
    expect(() => list(query)).toThrow(expect.objectContaining({ status: 400, param }));
  });
});
