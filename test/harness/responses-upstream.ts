import type { ServerResponse } from 'node:http';
import { FakeUpstream, sendJson, type UpstreamRequest } from './fake-upstream';

type Json = Record<string, unknown>;

/** An upstream that speaks OpenAI's Responses API and keeps its answers: it says how many items it knows of a conversation. */
export class ResponsesUpstream {
  private readonly histories = new Map<string, number>();
  /** Calls that brought back reasoning which another upstream made. */
  refusals = 0;
  private count = 0;

  private constructor(
    readonly server: FakeUpstream,
    private readonly name: string,
    private readonly isStateful: boolean,
  ) {}

  static async start(name: string, { isStateful = true } = {}): Promise<ResponsesUpstream> {
    const server = await FakeUpstream.start();
    const upstream = new ResponsesUpstream(server, name, isStateful);
    server.handler = (request, response) => upstream.answer(request, response);
    return upstream;
  }

  /** What only this upstream can read. */
  get proof(): string {
    return `for ${this.name} only`;
  }

  /** Bodies of the calls, oldest first. */
  get bodies(): Json[] {
    return this.server.requests.map(({ body }) => body);
  }

  /** As when a key is changed for another account's. */
  forget(): void {
    this.histories.clear();
  }

  private answer({ path, body }: UpstreamRequest, response: ServerResponse): void {
    const previous = body['previous_response_id'] as string | null | undefined;
    const known = previous == null ? 0 : this.histories.get(previous);
    if (known === undefined) {
      const message = `Previous response with id '${previous}' not found.`;
      const error = {
        message,
        type: 'invalid_request_error',
        param: 'previous_response_id',
        code: 'previous_response_not_found',
      };
      return sendJson(response, 400, { error });
    }
    const foreign = findProofs(body['input']).find((proof) => proof !== this.proof);
    if (foreign !== undefined) {
      this.refusals++;
      const message = `The encrypted content ${foreign} could not be verified.`;
      const error = { message, type: 'invalid_request_error', param: null, code: 'invalid_encrypted_content' };
      return sendJson(response, 400, { error });
    }
    const items = known + (Array.isArray(body['input']) ? body['input'].length : 1);
    if (path.endsWith('/compact')) return sendJson(response, 200, compaction(items));
    const id = `resp_${this.name}${++this.count}`;
    const answer = this.completed(id, body, `${items} items`);
    if (this.isStateful && body['store'] !== false) this.histories.set(id, items + 1);
    if (body['stream'] !== true) return sendJson(response, 200, answer);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const event of events(answer)) response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
    response.end();
  }

  private completed(id: string, body: Json, text: string): Json {
    const reasoning = { id: `rs_${id}`, type: 'reasoning', summary: [], encrypted_content: this.proof };
    const content = [{ type: 'output_text', text, annotations: [] }];
    return {
      ...{ id, object: 'response', created_at: 1, status: 'completed', model: body['model'], error: null },
      ...{ incomplete_details: null, store: this.isStateful && body['store'] !== false },
      output: [reasoning, { id: `msg_${id}`, type: 'message', status: 'completed', role: 'assistant', content }],
      usage: USAGE,
    };
  }
}

const USAGE = {
  ...{ input_tokens: 40, input_tokens_details: { cached_tokens: 0 } },
  ...{ output_tokens: 8, output_tokens_details: { reasoning_tokens: 0 }, total_tokens: 48 },
};

function findProofs(input: unknown): string[] {
  if (!Array.isArray(input)) return [];
  return (input as Json[])
    .filter(({ type }) => type === 'reasoning')
    .flatMap(({ encrypted_content: proof }) => (typeof proof === 'string' ? [proof] : []));
}

function compaction(items: number): Json {
  const output = [{ id: 'cmp_1', type: 'compaction', encrypted_content: `${items} items` }];
  return { id: 'resp_c', object: 'response.compaction', created_at: 1, output, usage: USAGE };
}

function events(answer: Json): ({ type: string } & Json)[] {
  const begun = { ...answer, status: 'in_progress', output: [], usage: null };
  const item = (answer['output'] as Json[])[1]!;
  const [part] = item['content'] as Json[];
  const at = { output_index: 1, item_id: item['id'], content_index: 0 };
  return [
    { type: 'response.created', response: begun },
    { type: 'response.output_item.added', output_index: 0, item: (answer['output'] as Json[])[0] },
    { type: 'response.output_item.done', output_index: 0, item: (answer['output'] as Json[])[0] },
    { type: 'response.output_item.added', output_index: 1, item: { ...item, content: [] } },
    { type: 'response.content_part.added', ...at, part: { ...part, text: '' } },
    { type: 'response.output_text.delta', ...at, delta: part!['text'] },
    { type: 'response.output_text.done', ...at, text: part!['text'] },
    { type: 'response.content_part.done', ...at, part },
    { type: 'response.output_item.done', output_index: 1, item },
    { type: 'response.completed', response: answer },
  ].map((event, sequence_number) => ({ ...event, sequence_number }));
}
