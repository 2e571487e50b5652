import { ChatAnthropic } from '@langchain/anthropic';
import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { type AIMessageChunk, HumanMessage, ToolMessage, type BaseMessage } from '@langchain/core/messages';
import { ChatGoogleGenerativeAI } from '@langchain/google-genai';
import { ChatOpenAI } from '@langchain/openai';
import { CITY_SCHEMA, QUESTION, RESULT, type ToolLoop } from './tool-loops';

type MakeModel = (url: string, key: string, model: string) => BaseChatModel;

const openAi = (useResponsesApi: boolean): MakeModel => {
  return (url, apiKey, model) =>
    new ChatOpenAI({
      ...{ model, apiKey, useResponsesApi, streamUsage: true, maxRetries: 0, configuration: { baseURL: `${url}/v1` } },
      // Nothing is stored here, so that earlier turns have to be sent whole.
      ...(useResponsesApi && { zdrEnabled: true }),
    });
};

/** LangChain's chat models, by the dialect they speak. */
const MODELS: Readonly<Record<string, MakeModel>> = {
  'openai-chat': openAi(false),
  'openai-responses': openAi(true),
  'anthropic-messages': (anthropicApiUrl, apiKey, model) =>
    new ChatAnthropic({ model, apiKey, anthropicApiUrl, maxTokens: 500, maxRetries: 0 }),
  'gemini-generate': (baseUrl, apiKey, model) => new ChatGoogleGenerativeAI({ model, apiKey, baseUrl, maxRetries: 0 }),
};

/** Where each class keeps the word for an answer's end. */
const END_FIELDS: Readonly<Record<string, string>> = {
  'openai-chat': 'finish_reason',
  'openai-responses': 'status',
  'anthropic-messages': 'stop_reason',
  'gemini-generate': 'finishReason',
};

export async function langChainLoop(dialect: string, url: string, key: string, model: string): Promise<ToolLoop> {
  const tools = [{ name: 'get_weather', description: 'Weather of a city', schema: CITY_SCHEMA }];
  const chat = MODELS[dialect]!(url, key, model).bindTools!(tools);
  const messages: BaseMessage[] = [new HumanMessage(QUESTION)];
  const ask = async (): Promise<AIMessageChunk> => {
    let whole: AIMessageChunk | undefined;
    for await (const part of await chat.stream(messages)) whole = whole === undefined ? part : whole.concat(part);
    if (whole === undefined) throw new Error('An empty stream');
    return whole;
  };
  const first = await ask();
  const call = first.tool_calls![0]!;
  messages.push(first, new ToolMessage({ tool_call_id: call.id!, name: call.name, content: RESULT }));
  const second = await ask();
  const endOf = (message: AIMessageChunk): string | undefined =>
    ({ ...message.additional_kwargs, ...message.response_metadata })[END_FIELDS[dialect]!] as string | undefined;
  return {
    call: { name: call.name, arguments: call.args },
    firstEnd: endOf(first),
    text: second.text,
    end: endOf(second),
    usage: { input: second.usage_metadata!.input_tokens, output: second.usage_metadata!.output_tokens },
  };
}
