import type { AnswerController, AnswerHandler, AnswerHeaders } from '../../src/transport/http1/answer-handler';
import type { UpstreamConnection } from '../../src/transport/http1/upstream-connection';

export interface CollectedAnswer {
  status: number;
  headers: AnswerHeaders;
  body: string;
}

/** Collects one answer and lets the test act in between. */
export class CollectAnswer implements AnswerHandler {
  controller: AnswerController | undefined;
  readonly answer: Promise<CollectedAnswer>;
  bytes = 0;
  onHead: (() => void) | undefined;
  onData: (() => void) | undefined;
  private status = 0;
  private headers: AnswerHeaders = {};
  private readonly parts: Buffer[] = [];
  private settle!: { resolve: (answer: CollectedAnswer) => void; reject: (error: Error) => void };

  constructor() {
    this.answer = new Promise((resolve, reject) => (this.settle = { resolve, reject }));
    // A test looks at it when it is ready to.
    this.answer.catch(() => undefined);
  }

  onRequestStart(controller: AnswerController): void {
    this.controller = controller;
  }

  onResponseStart(_: AnswerController, status: number, headers: AnswerHeaders): void {
    if (status < 200) return;
    this.status = status;
    this.headers = headers;
    this.onHead?.();
  }

  onResponseData(_: AnswerController, chunk: Buffer): void {
    this.parts.push(chunk);
    this.bytes += chunk.length;
    this.onData?.();
  }

  onResponseEnd(): void {
    const { status, headers } = this;
    this.settle.resolve({ status, headers: { ...headers }, body: Buffer.concat(this.parts).toString('latin1') });
  }

  onResponseError(_: AnswerController, error: Error): void {
    this.settle.reject(error);
  }
}

export function send(connection: UpstreamConnection, head: string, body = '{}'): CollectAnswer {
  const collect = new CollectAnswer();
  connection.send(head, Buffer.from(body), collect);
  return collect;
}
