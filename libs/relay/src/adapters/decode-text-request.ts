import { AppError } from '@app/kernel';
import type { ChatRequest } from '../model/chat-request';
import type { Codec } from './codec';
import type { CallRequest } from './decode-call';

/** The caller's request in neutral words. Throws AppError 400 naming the field. */
export function decodeTextRequest(codec: Codec, body: Buffer, { model, isStream }: CallRequest): ChatRequest {
  try {
    return refuseTooDeep(() => codec.decodeRequest(JSON.parse(body.toString('utf8')), { model, isStream }));
  } catch (error) {
    if (error instanceof SyntaxError)
      throw unreadable(
        `请求体不是有效的 JSON：${error.message}`,
        `The request body is not valid JSON: ${error.message}`,
      );
    throw error;
  }
}

/** Whatever walks through a request may run out of stack in it; that is the request's fault. */
export function refuseTooDeep<T>(walk: () => T): T {
  try {
    return walk();
  } catch (error) {
    // The engine's word for a nesting without end.
    if (error instanceof RangeError) throw unreadable('请求体嵌套过深', 'The request body is nested too deeply');
    throw error;
  }
}

function unreadable(zh: string, en: string): AppError {
  return new AppError('invalid_text_request', { zh, en }, { status: 400 });
}
