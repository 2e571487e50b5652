import { AppError } from '@app/kernel';
import type { Endpoint } from './decode-call';
import { invalidRequest } from './invalid-request';

/** What a call of the Responses API says about responses that are kept. */
export interface StateWish {
  /** The response that this one follows. */
  previousId: string | undefined;
  /** Its own answer shall be kept; OpenAI's default. */
  isKept: boolean;
}

export const STATE_FIELDS = ['previous_response_id', 'store', 'background'];

/** Undefined = the call neither builds on a kept response nor leaves one. */
export function decodeState(endpoint: Endpoint, read: (key: string) => unknown): StateWish | undefined {
  if (endpoint !== 'responses' && endpoint !== 'compact') return undefined;
  // Its answer would come after the call, when nobody is there to meter it.
  if (readFlag(read, 'background') === true) throw backgroundUnsupported();
  const previousId = readId(read('previous_response_id'));
  const isKept = endpoint === 'responses' && readFlag(read, 'store') !== false;
  return isKept || previousId !== undefined ? { previousId, isKept } : undefined;
}

function readFlag(read: (key: string) => unknown, key: string): boolean | undefined {
  const value = read(key) ?? undefined;
  if (value === undefined || typeof value === 'boolean') return value;
  throw invalidRequest(key, '必须是布尔值', 'must be a boolean');
}

function readId(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' && value !== '') return value;
  throw invalidRequest('previous_response_id', '必须是非空字符串', 'must be a non-empty string');
}

function backgroundUnsupported(): AppError {
  return new AppError(
    'background_unsupported',
    { zh: '不支持后台模式（background）', en: 'Background mode is not supported' },
    { status: 400, param: 'background' },
  );
}
