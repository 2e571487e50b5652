import { invalidRequest } from '../../adapters/invalid-request';
import type { ModelWriter } from './model-writer';
import { pageSize } from './page-size';

/** https://ai.google.dev/api/models#method:-models.list : larger pages than the largest are cut without complaint. */
const PAGE = { usual: 50, most: 1000 };
const CHAT_METHODS = ['generateContent', 'streamGenerateContent', 'countTokens'];
const EMBEDDING_METHODS = ['embedContent', 'batchEmbedContents'];
/** What a model is for, nobody says but its name. */
const EMBEDDING_NAME = /embed|(^|\/)bge-|(^|\/)gte-/i;

export const geminiModels: ModelWriter = {
  list(names, query) {
    // 0 is protobuf's way of saying nothing.
    const size = Math.min(pageSize(query, 'pageSize', 0) || PAGE.usual, PAGE.most);
    const last = readToken(query.get('pageToken') ?? '');
    const wanted = last === '' ? names : names.filter((name) => name > last);
    const page = wanted.slice(0, size);
    const models = page.map(write);
    return wanted.length > page.length ? { models, nextPageToken: writeToken(page[page.length - 1]!) } : { models };
  },
  one: write,
};

function write(name: string): object {
  return {
    name: `models/${name}`,
    baseModelId: name,
    version: '',
    displayName: name,
    description: '',
    supportedGenerationMethods: EMBEDDING_NAME.test(name) ? EMBEDDING_METHODS : CHAT_METHODS,
  };
}

/** A token is the last name of the page before; that it looks like nothing keeps clients from making their own. */
function writeToken(name: string): string {
  return Buffer.from(name).toString('base64url');
}

function readToken(token: string): string {
  const name = Buffer.from(token, 'base64url').toString();
  if (writeToken(name) !== token) throw invalidRequest('pageToken', '无效', 'is not a token of this list');
  return name;
}
