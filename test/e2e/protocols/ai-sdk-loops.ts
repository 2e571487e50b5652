import { createAnthropic } from '@ai-sdk/anthropic';
import { createGoogleGenerativeAI } from '@ai-sdk/google';
import { createOpenAI } from '@ai-sdk/openai';
import { jsonSchema, stepCountIs, streamText, tool, type LanguageModel } from 'ai';
import { CITY_SCHEMA, QUESTION, RESULT, type ToolLoop } from './tool-loops';

type MakeModel = (url: string, key: string, model: string) => LanguageModel;

/** The models of the `ai` package's own providers, by the dialect they speak. */
const MODELS: Readonly<Record<string, MakeModel>> = {
  'openai-chat': (url, apiKey, model) => createOpenAI({ apiKey, baseURL: `${url}/v1` }).chat(model),
  'openai-responses': (url, apiKey, model) => createOpenAI({ apiKey, baseURL: `${url}/v1` }).responses(model),
  'anthropic-messages': (url, apiKey, model) => createAnthropic({ apiKey, baseURL: `${url}/v1` })(model),
  'gemini-generate': (url, apiKey, model) => createGoogleGenerativeAI({ apiKey, baseURL: `${url}/v1beta` })(model),
};

/** The package runs the loop by itself: it calls the tool and asks again. */
export async function aiSdkLoop(dialect: string, url: string, key: string, model: string): Promise<ToolLoop> {
  const result = streamText({
    model: MODELS[dialect]!(url, key, model),
    prompt: QUESTION,
    tools: {
      get_weather: tool({
        description: 'Weather of a city',
        inputSchema: jsonSchema<{ city: string }>(CITY_SCHEMA as never),
        execute: () => JSON.parse(RESULT) as { degrees: number },
      }),
    },
    maxOutputTokens: 500,
    stopWhen: stepCountIs(3),
    maxRetries: 0,
    onError: ({ error }) => {
      throw error;
    },
  });
  let streamed = '';
  for await (const part of result.textStream) streamed += part;
  const steps = await result.steps;
  const [first, second] = steps;
  if (first === undefined || second === undefined || steps.length !== 2) throw new Error(`${steps.length} steps`);
  const [call] = first.toolCalls;
  if (streamed !== first.text + second.text) throw new Error('The stream and the steps differ');
  return {
    call: { name: call!.toolName, arguments: call!.input },
    firstEnd: first.finishReason,
    text: second.text,
    end: second.finishReason,
    usage: { input: second.usage.inputTokens ?? 0, output: second.usage.outputTokens ?? 0 },
  };
}
