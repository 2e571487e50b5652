import type { IncomingMessage } from 'node:http';
import type { AppError } from '@app/kernel';
import type { CallerHeaders, CallerRequest } from './caller-request';
import { readBody } from './read-body';

/** A request that Node's server has read. */
export class NodeRequest implements CallerRequest {
  readonly url: string;

  constructor(readonly message: IncomingMessage) {
    this.url = message.url ?? '/';
  }

  get method(): string {
    return this.message.method ?? '';
  }

  get headers(): CallerHeaders {
    return this.message.headers;
  }

  get socket(): CallerRequest['socket'] {
    return this.message.socket;
  }

  readBody(limitBytes: number, done: (result: Buffer | AppError) => void): void {
    readBody(this.message, limitBytes, done);
  }
}
