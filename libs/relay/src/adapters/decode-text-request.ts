import { AppError } from '@app/kernel';
import type { ChatRequest } from '../model/chat-request';
import type { Codec } from './codec';
import type { CallHints } from './decode-call';
import { asObject } from './read-json';

/**
 * The caller's request in neutral words. Throws AppError 400 naming the field. `wrapper`: field that may hold the whole
 * request, as where it is to be counted and not made.
 */
export function decodeTextRequest(codec: Codec, body: Buffer, hints: CallHints, wrapper?: string): ChatRequest {
  try {
    const wire: unknown = JSON.parse(body.toString('utf8'));
    const wrapped = wrapper === undefined ? undefined : asObject(wire)?.[wrapper];
    return refuseTooDeep(() => codec.decodeRequest(wrapped ?? wire, hints));
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
