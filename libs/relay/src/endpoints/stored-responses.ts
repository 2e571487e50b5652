import { Injectable } from '@nestjs/common';
import { AppError } from '@app/kernel';
import type { Caller } from '@app/user';
import { invalidRequest } from '../adapters/invalid-request';
import type { KeptResponse, ResponseContent } from '../responses/kept-response';
import { listInput } from '../responses/list-input';
import { responseNotFound } from '../responses/response-errors';
import { ResponseStore } from '../responses/response-store';

export type ResponseAction = 'read' | 'delete' | 'input' | 'cancel';

/** What owners of stored responses may do with them. */
@Injectable()
export class StoredResponses {
  constructor(private readonly store: ResponseStore) {}

  /** The answer's body. Rejects with an AppError, 404 for what the caller's user does not have. */
  async answer(
    { userId }: Caller,
    id: string,
    action: ResponseAction,
    query: () => URLSearchParams,
  ): Promise<Buffer | object> {
    if (action === 'delete') {
      if (!(await this.store.remove(userId, id))) throw responseNotFound(id);
      return { id, object: 'response', deleted: true };
    }
    const kept = await this.store.find(userId, id);
    if (kept === undefined) throw responseNotFound(id);
    if (action === 'cancel') throw notInBackground();
    if (action === 'input') return listInput(id, contentOf(kept).input, query());
    if (query().get('stream') === 'true') throw invalidRequest('stream', '此响应不能重放', 'cannot be replayed');
    return contentOf(kept).response;
  }
}

function contentOf({ content }: KeptResponse): ResponseContent {
  if (content !== undefined) return content;
  throw new AppError(
    'response_too_large',
    { zh: '该响应过大，未保存其内容', en: 'This response was too large: its content is not stored.' },
    { status: 404 },
  );
}

function notInBackground(): AppError {
  return new AppError(
    'response_not_cancellable',
    {
      zh: '只能取消以 background=true 创建的响应',
      en: 'Only responses that were created with background=true can be cancelled.',
    },
    { status: 400 },
  );
}
