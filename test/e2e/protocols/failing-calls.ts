import Anthropic from '@anthropic-ai/sdk';
import { ApiError, GoogleGenAI } from '@google/genai';
import OpenAI from 'openai';

/** An error as a client's user gets to see it. */
export interface SeenError {
  /** The client's own class. */
  type: string;
  /** Undefined for errors in a stream whose status was 200. */
  status: number | undefined;
  /** Where the client shows it: a field of its own, or the message. */
  requestId: string;
  /** Field that the caller has to mend. */
  field: string | undefined;
  retryAfter: string | undefined;
  /** Everything there is to read. */
  text: string;
}

export interface FailingCall {
  model: string;
  isStream?: boolean;
  /** A body that the dialect does not know. */
  isBad?: boolean;
}

/** Each makes a call with the official client, which must fail. */
export const FAILING_CALLS: Readonly<
  Record<string, (url: string, key: string, call: FailingCall) => Promise<SeenError>>
> = {
  'openai-chat': (url, key, { model, isStream = false, isBad }) => {
    const client = new OpenAI({ apiKey: key, baseURL: `${url}/v1`, maxRetries: 0 });
    const messages = isBad === true ? ('hi' as never) : [{ role: 'user' as const, content: 'hi' }];
    return openAiError(async () => {
      const answer = await client.chat.completions.create({ model, messages, stream: isStream });
      if ('choices' in answer) return;
      for await (const chunk of answer) void chunk;
    });
  },
  'openai-responses': (url, key, { model, isStream = false, isBad }) => {
    const client = new OpenAI({ apiKey: key, baseURL: `${url}/v1`, maxRetries: 0 });
    const input = isBad === true ? (7 as never) : 'hi';
    return openAiError(async () => {
      const answer = await client.responses.create({ model, input, store: false, stream: isStream });
      if ('output' in answer) return;
      for await (const event of answer) void event;
    });
  },
  'anthropic-messages': async (url, key, { model, isStream = false, isBad }) => {
    const client = new Anthropic({ apiKey: key, baseURL: url, maxRetries: 0 });
    const messages = isBad === true ? ('hi' as never) : [{ role: 'user' as const, content: 'hi' }];
    const error = await failure(async () => {
      const answer = await client.messages.create({ model, max_tokens: 100, messages, stream: isStream });
      if ('content' in answer) return;
      for await (const event of answer) void event;
    });
    if (!(error instanceof Anthropic.APIError)) throw error;
    const { status, requestID, headers, message } = error as InstanceType<typeof Anthropic.APIError>;
    return {
      ...{ type: error.constructor.name, status, requestId: requestID ?? '' },
      ...{ field: /\b(messages|model)\b/.exec(message)?.[1], retryAfter: headers?.get('retry-after') ?? undefined },
      text: `${message} ${JSON.stringify(error)}`,
    };
  },
  'gemini-generate': async (url, key, { model, isStream = false, isBad }) => {
    const client = new GoogleGenAI({ apiKey: key, httpOptions: { baseUrl: url } });
    // Contents of a wrong type are refused by the client itself; settings of one are sent.
    const config = isBad === true ? { httpOptions: { extraBody: { contents: 'hi' } } } : {};
    const request = { model, contents: 'hi', config };
    const error = await failure(async () => {
      if (!isStream) return void (await client.models.generateContent(request));
      for await (const chunk of await client.models.generateContentStream(request)) void chunk;
    });
    if (!(error instanceof ApiError)) throw error;
    const { message } = error;
    return {
      ...{ type: error.name, status: error.status, requestId: /"requestId":"(\w+)"/.exec(message)?.[1] ?? '' },
      field: /"field":"([^"]+)"/.exec(message)?.[1],
      retryAfter: /"retryDelay":"(\d+)s"/.exec(message)?.[1],
      text: message,
    };
  },
};

async function openAiError(call: () => Promise<void>): Promise<SeenError> {
  const error = await failure(call);
  if (!(error instanceof OpenAI.APIError)) throw error;
  const { status, requestID, headers, message, param } = error as InstanceType<typeof OpenAI.APIError>;
  return {
    ...{ type: error.constructor.name, status, requestId: requestID ?? '', field: param ?? undefined },
    ...{ retryAfter: headers?.get('retry-after') ?? undefined, text: `${message} ${JSON.stringify(error)}` },
  };
}

async function failure(call: () => Promise<void>): Promise<Error> {
  try {
    await call();
  } catch (error) {
    return error as Error;
  }
  throw new Error('The call did not fail');
}
