import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenAI, type Content, type Part } from '@google/genai';
import OpenAI from 'openai';

/** What a client saw of a loop of two turns: a call of a tool, and the answer to its result. */
export interface ToolLoop {
  call: { name: string; arguments: unknown };
  firstEnd: string | null | undefined;
  text: string;
  end: string | null | undefined;
  /** Tokens of the second answer, as the client read them. */
  usage: { input: number; output: number };
}

export const QUESTION = 'What is the weather in Berlin?';
export const RESULT = '{"degrees":21}';
export const CITY_SCHEMA = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
const TOOL = { name: 'get_weather', description: 'Weather of a city' };

/** Each is the official client, streaming both turns. */
export const TOOL_LOOPS: Readonly<Record<string, (url: string, key: string, model: string) => Promise<ToolLoop>>> = {
  'openai-chat': chatLoop,
  'openai-responses': responsesLoop,
  'anthropic-messages': messagesLoop,
  'gemini-generate': generateLoop,
};

async function chatLoop(url: string, key: string, model: string): Promise<ToolLoop> {
  const client = new OpenAI({ apiKey: key, baseURL: `${url}/v1`, maxRetries: 0 });
  const tools: OpenAI.ChatCompletionTool[] = [{ type: 'function', function: { ...TOOL, parameters: CITY_SCHEMA } }];
  const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: QUESTION }];
  const ask = () =>
    client.chat.completions
      .stream({ model, messages, tools, stream_options: { include_usage: true } })
      .finalChatCompletion();
  const first = (await ask()).choices[0]!;
  const call = first.message.tool_calls![0]!;
  if (call.type !== 'function') throw new Error('no call of a function');
  messages.push(first.message, { role: 'tool', tool_call_id: call.id, content: RESULT });
  const second = await ask();
  return {
    call: { name: call.function.name, arguments: JSON.parse(call.function.arguments) },
    firstEnd: first.finish_reason,
    text: second.choices[0]!.message.content ?? '',
    end: second.choices[0]!.finish_reason,
    usage: { input: second.usage!.prompt_tokens, output: second.usage!.completion_tokens },
  };
}

async function responsesLoop(url: string, key: string, model: string): Promise<ToolLoop> {
  const client = new OpenAI({ apiKey: key, baseURL: `${url}/v1`, maxRetries: 0 });
  const tools: OpenAI.Responses.Tool[] = [{ type: 'function', ...TOOL, parameters: CITY_SCHEMA, strict: false }];
  const input: OpenAI.Responses.ResponseInput = [{ role: 'user', content: QUESTION }];
  const ask = () => client.responses.stream({ model, input, tools, store: false }).finalResponse();
  const first = await ask();
  const call = first.output.find((item) => item.type === 'function_call')!;
  for (const item of first.output) input.push(item as OpenAI.Responses.ResponseInputItem);
  input.push({ type: 'function_call_output', call_id: call.call_id, output: RESULT });
  const second = await ask();
  return {
    call: { name: call.name, arguments: JSON.parse(call.arguments) },
    firstEnd: first.status,
    text: second.output_text,
    end: second.status,
    usage: { input: second.usage!.input_tokens, output: second.usage!.output_tokens },
  };
}

async function messagesLoop(url: string, key: string, model: string): Promise<ToolLoop> {
  const client = new Anthropic({ apiKey: key, baseURL: url, maxRetries: 0 });
  const tools: Anthropic.Tool[] = [{ ...TOOL, input_schema: CITY_SCHEMA as Anthropic.Tool.InputSchema }];
  const messages: Anthropic.MessageParam[] = [{ role: 'user', content: QUESTION }];
  const ask = () => client.messages.stream({ model, max_tokens: 500, messages, tools }).finalMessage();
  const first = await ask();
  const call = first.content.find((block) => block.type === 'tool_use')!;
  messages.push({ role: 'assistant', content: first.content });
  messages.push({ role: 'user', content: [{ type: 'tool_result', tool_use_id: call.id, content: RESULT }] });
  const second = await ask();
  return {
    call: { name: call.name, arguments: call.input },
    firstEnd: first.stop_reason,
    text: second.content.map((block) => (block.type === 'text' ? block.text : '')).join(''),
    end: second.stop_reason,
    usage: { input: second.usage.input_tokens, output: second.usage.output_tokens },
  };
}

async function generateLoop(url: string, key: string, model: string): Promise<ToolLoop> {
  const client = new GoogleGenAI({ apiKey: key, httpOptions: { baseUrl: url } });
  const tools = [{ functionDeclarations: [{ ...TOOL, parametersJsonSchema: CITY_SCHEMA }] }];
  const contents: Content[] = [{ role: 'user', parts: [{ text: QUESTION }] }];
  const ask = async () => {
    const parts: Part[] = [];
    let end: string | undefined;
    let usage = { input: 0, output: 0 };
    for await (const chunk of await client.models.generateContentStream({ model, contents, config: { tools } })) {
      const [candidate] = chunk.candidates ?? [];
      parts.push(...(candidate?.content?.parts ?? []));
      end = candidate?.finishReason ?? end;
      const told = chunk.usageMetadata;
      if (told !== undefined) usage = { input: told.promptTokenCount ?? 0, output: told.candidatesTokenCount ?? 0 };
    }
    return { parts, end, usage };
  };
  const first = await ask();
  const call = first.parts.find((part) => part.functionCall !== undefined)!.functionCall!;
  contents.push({ role: 'model', parts: first.parts });
  const { id, name } = call;
  contents.push({
    role: 'user',
    parts: [
      {
        functionResponse: {
          ...(id !== undefined && { id }),
          name: name!,
          response: JSON.parse(RESULT) as Record<string, unknown>,
        },
      },
    ],
  });
  const second = await ask();
  return {
    call: { name: call.name!, arguments: call.args },
    firstEnd: first.end,
    text: second.parts.map((part) => part.text ?? '').join(''),
    end: second.end,
    usage: second.usage,
  };
}
