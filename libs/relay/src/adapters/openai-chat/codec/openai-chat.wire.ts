import { MalformedPayload } from '../../codec';

/** Shapes of Chat Completions, as loose as strangers' JSON is. Readers check each field, writers fill these. */
export type Fields = Record<string, unknown>;

export const DIALECT = 'openai-chat';

/** Makes the error for a field that is not what it has to be. */
export type Fail = (path: string, zh: string, en: string) => Error;

/** For answers; requests have `invalidRequest`. */
export const malformed: Fail = (path, _zh, en) => new MalformedPayload(path, en);
