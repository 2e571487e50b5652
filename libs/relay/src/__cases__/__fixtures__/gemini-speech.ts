import {
  compact,
  figures,
  parsed,
  pieces,
  type Figures,
  type Heard,
  type Speech,
  type Spoken,
  type Wire,
} from './speech';

interface GeminiPart {
  text?: string;
  thought?: boolean;
  thoughtSignature?: string;
  functionCall?: { id?: string; name: string; args?: unknown };
}
interface GeminiAnswer {
  candidates?: { content?: { parts?: GeminiPart[] }; finishReason?: string }[];
  usageMetadata?: Record<string, number>;
  modelVersion?: string;
}

const TAIL = { modelVersion: 'up', responseId: 'a1B2' };

/** Google's generateContent. It streams calls whole, and figures with each piece. */
export const geminiSpeech: Speech = {
  dialect: 'gemini-generate',
  say: (answer) => body(partsOf(answer), answer.finish ?? 'STOP', answer.usage),
  sayInPieces: (answer) => {
    const all = partsOf(answer).flatMap(inPieces);
    const bodies = all.map((part) => body([part], undefined, answer.usage && { ...answer.usage, output: 1 }));
    bodies.push(body([{ text: '' }], answer.finish ?? 'STOP', answer.usage));
    return bodies.map((one) => ({ data: JSON.stringify(one) }));
  },
  hear: (answer) => heard([answer]),
  hearPieces: (events) => {
    const bodies = events.map(parsed);
    const ends = (bodies as GeminiAnswer[])
      .flatMap(({ candidates }) => candidates ?? [])
      .filter((one) => one.finishReason);
    if (ends.length !== 1) throw new Error(`${ends.length} finish reasons`);
    return heard(bodies);
  },
};

function partsOf({ thinking, text, calls = [] }: Spoken): GeminiPart[] {
  const signature = thinking?.signature;
  const parts: GeminiPart[] = calls.map(({ id, name, input }) => ({
    functionCall: { id, name, args: JSON.parse(input) as unknown },
  }));
  if (text !== undefined) parts.unshift({ text });
  // The proof stands with the first call, or with the last text.
  const proved = parts.find(({ functionCall }) => functionCall) ?? parts.at(-1);
  if (signature !== undefined && proved) proved.thoughtSignature = signature;
  if (thinking) parts.unshift({ text: thinking.text, thought: true });
  return parts;
}

function inPieces(part: GeminiPart): GeminiPart[] {
  if (part.text === undefined || part.text === '') return [part];
  const { thoughtSignature, ...rest } = part;
  const cut: GeminiPart[] = pieces(part.text).map((text) => ({ ...rest, text }));
  if (thoughtSignature !== undefined) cut.push({ text: '', thoughtSignature });
  return cut;
}

function body(parts: readonly GeminiPart[], finishReason: string | undefined, usage: Figures | undefined): Wire {
  return compact({
    candidates: [{ content: { parts, role: 'model' }, finishReason, index: 0 }],
    usageMetadata: usage && usageOf(usage),
    ...TAIL,
  });
}

/** The prompt includes the cache; thoughts stand beside the candidates. */
function usageOf({ input, cacheRead = 0, cacheWrite = 0, output, reasoning = 0 }: Figures): Wire {
  const prompt = input + cacheRead + cacheWrite;
  return {
    promptTokenCount: prompt,
    ...(cacheRead > 0 && { cachedContentTokenCount: cacheRead }),
    candidatesTokenCount: output,
    ...(reasoning > 0 && { thoughtsTokenCount: reasoning }),
    totalTokenCount: prompt + output + reasoning,
  };
}

function heard(bodies: readonly Wire[]): Heard {
  const answers = bodies as readonly GeminiAnswer[];
  const candidates = answers.flatMap((answer) => answer.candidates ?? []);
  const parts = candidates.flatMap(({ content }) => content?.parts ?? []);
  const text = (isThought: boolean) =>
    parts
      .filter((part) => (part.thought === true) === isThought)
      .map((part) => part.text ?? '')
      .join('');
  const usage = answers.findLast(({ usageMetadata }) => usageMetadata)?.usageMetadata;
  return compact({
    model: answers[0]!.modelVersion,
    thinking: text(true),
    signature: parts.find((part) => part.thoughtSignature)?.thoughtSignature,
    text: text(false),
    calls: parts.flatMap(({ functionCall: call }) =>
      call ? [{ id: call.id ?? '', name: call.name, input: JSON.stringify(call.args ?? {}) }] : [],
    ),
    finish: candidates.find(({ finishReason }) => finishReason)?.finishReason,
    usage: usage && read(usage),
  });
}

function read(usage: Record<string, number>): Figures {
  return figures({
    input: usage['promptTokenCount']! - (usage['cachedContentTokenCount'] ?? 0),
    cacheRead: usage['cachedContentTokenCount'],
    cacheWrite: 0,
    output: usage['candidatesTokenCount'],
    reasoning: usage['thoughtsTokenCount'],
  });
}
