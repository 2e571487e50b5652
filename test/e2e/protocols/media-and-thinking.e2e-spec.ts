import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { chatAnswer, FakeUpstream, sendJson } from '../../harness/fake-upstream';
import { GatewayProcess, ROOT_KEY } from '../../harness/gateway-process';

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** Real: the gateway, official clients, sockets. Made up: the upstreams, which answer as Gemini and as OpenAI-like ones do. */
describe('pictures by their address, and thinking that moves, with official clients', () => {
  let gateway: GatewayProcess;
  let gemini: FakeUpstream;
  let chat: FakeUpstream;
  let files: Server;
  let fileUrl: string;
  let openai: OpenAI;
  let anthropic: Anthropic;

  beforeAll(async () => {
    files = createServer((request, response) => {
      if (request.url === '/a.png')
        response.writeHead(200, { 'content-type': 'image/png' }).end(Buffer.from(PNG, 'base64'));
      else response.writeHead(404).end();
    });
    await new Promise<void>((done) => files.listen(0, '127.0.0.1', done));
    fileUrl = `http://127.0.0.1:${(files.address() as AddressInfo).port}`;
    gemini = await FakeUpstream.start((_, response) =>
      sendJson(response, 200, {
        candidates: [{ content: { role: 'model', parts: [{ text: 'a dot' }] }, finishReason: 'STOP' }],
        usageMetadata: { promptTokenCount: 5, candidatesTokenCount: 2, totalTokenCount: 7 },
      }),
    );
    chat = await FakeUpstream.start(chatAnswer({ text: ['<thi', 'nk>\nHm', 'm.</th', 'ink>\n\n', 'Hello', '!'] }));
    gateway = await GatewayProcess.start({ env: { MEDIA_FETCH_ALLOW_PRIVATE: '127.0.0.1' } });
    await gateway.management.addChannel(gemini.url, ['gpt-4o'], { type: 24 });
    await gateway.management.addChannel(chat.url, ['gpt-4o-mini', 'o3'], { config: '{"content_to_thinking":"true"}' });
    openai = new OpenAI({ apiKey: ROOT_KEY, baseURL: `${gateway.url}/v1`, maxRetries: 0 });
    anthropic = new Anthropic({ apiKey: ROOT_KEY, baseURL: gateway.url, maxRetries: 0 });
  });

  afterAll(async () => {
    await gateway.remove();
    await Promise.all([gemini.stop(), chat.stop()]);
    files.closeAllConnections();
    await new Promise((done) => files.close(done));
  });

  const look = (url: string) =>
    openai.chat.completions.create({
      model: 'gpt-4o',
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What?' },
            { type: 'image_url', image_url: { url } },
          ],
        },
      ],
    });

  it('case 57: gives Gemini the bytes of a picture that the caller named', async () => {
    const answer = await look(`${fileUrl}/a.png`);
    expect(answer.choices[0]!.message.content).toBe('a dot');
    expect(gemini.requests.at(-1)!.body['contents']).toEqual([
      { role: 'user', parts: [{ text: 'What?' }, { inlineData: { mimeType: 'image/png', data: PNG } }] },
    ]);
  });

  it('answers 400 naming the field when there is none, and the same of a private address as of a dead one', async () => {
    const before = gemini.requests.length;
    const failure = (url: string) =>
      look(url).then(undefined, (error: unknown) => error as InstanceType<typeof OpenAI.APIError>);
    const missing = await failure(`${fileUrl}/b.png`);
    expect(missing).toMatchObject({
      status: 400,
      code: 'media_not_found',
      param: 'messages[0].content[1].image_url.url',
    });
    const [inner, dead] = await Promise.all([failure('http://10.0.0.1/a.png'), failure('http://127.0.0.1:1/a.png')]);
    const told = (error: typeof inner) =>
      (error as unknown as { error: { message: string } }).error.message.replace(/\d{23}\w+/, '');
    expect(inner).toMatchObject({ status: 400, code: 'media_unreachable' });
    expect(told(inner)).toBe(told(dead));
    expect(gemini.requests).toHaveLength(before);
  });

  it('case 40: says in the request what the end of a name says of thinking, at the price of the model', async () => {
    const answer = await openai.chat.completions.create({
      model: 'gpt-4o-mini-high',
      messages: [{ role: 'user', content: 'hi' }],
    });
    expect(answer.model).toBe('gpt-4o-mini-high');
    expect(chat.requests.at(-1)!.body).toMatchObject({ model: 'gpt-4o-mini' });
    await openai.chat.completions.create({
      model: 'o3-low',
      reasoning_effort: 'high',
      messages: [{ role: 'user', content: 'hi' }],
    });
    expect(chat.requests.at(-1)!.body).toMatchObject({ model: 'o3', reasoning_effort: 'low' });
    const unknown = await openai.chat.completions
      .create({ model: 'nobody-high', messages: [{ role: 'user', content: 'hi' }] })
      .then(undefined, (error: unknown) => error);
    expect(unknown).toMatchObject({ status: 404, param: 'model' });
  });

  it('gives an Anthropic client thinking that the upstream left in its text, streamed and not', async () => {
    const request = { model: 'gpt-4o-mini', max_tokens: 100, messages: [{ role: 'user' as const, content: 'hi' }] };
    const content = [
      { type: 'thinking', thinking: 'Hmm.' },
      { type: 'text', text: 'Hello!' },
    ];
    expect((await anthropic.messages.create(request)).content).toMatchObject(content);
    expect((await anthropic.messages.stream(request).finalMessage()).content).toMatchObject(content);
  });

  it('gives a chat client the same without converting its request', async () => {
    const stream = await openai.chat.completions.create({
      model: 'gpt-4o-mini',
      stream: true,
      messages: [{ role: 'user', content: 'hi' }],
    });
    let text = '';
    let thinking = '';
    for await (const { choices } of stream) {
      const delta = choices[0]?.delta as { content?: string; reasoning_content?: string } | undefined;
      text += delta?.content ?? '';
      thinking += delta?.reasoning_content ?? '';
    }
    expect({ text, thinking }).toEqual({ text: 'Hello!', thinking: 'Hmm.' });
  });
});
