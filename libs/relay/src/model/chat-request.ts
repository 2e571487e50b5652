import type { Part } from './content';
import type { CacheMark, Dialect, Opaque, Restful } from './dialect';

/**
 * A request for a chat answer in words that belong to no vendor. `decode-request` of a dialect makes it, `encode-request` of
 * another writes it. Absent = the caller said nothing; explicit zeros and empty lists are kept.
 */
export interface ChatRequest extends Restful {
  /** Dialect it was read from: opaque values and signatures of this dialect may go back into it. */
  dialect: Dialect;
  model: string;
  isStream: boolean;
  /** The caller wants usage at the end of a stream (only OpenAI's chat asks). */
  wantsStreamUsage: boolean;
  messages: Message[];
  tools: Tool[];
  toolChoice?: ToolChoice;
  /** false = one call at a time. */
  parallelToolCalls?: boolean;
  maxTokens?: number;
  temperature?: number;
  topP?: number;
  topK?: number;
  frequencyPenalty?: number;
  presencePenalty?: number;
  seed?: number;
  stop?: string[];
  /** Number of answers. */
  choices?: number;
  logprobs?: { isWanted: boolean; top?: number };
  logitBias?: Record<string, number>;
  responseFormat?: ResponseFormat;
  reasoning?: Reasoning;
  /** Kinds of output wanted besides text: image, audio. */
  modalities?: string[];
  verbosity?: string;
  /** Steers the upstream's prompt cache. */
  promptCacheKey?: string;
  promptCacheRetention?: string;
  /** Who the end user is, as the caller names him. */
  endUser?: string;
  metadata?: Record<string, unknown>;
  serviceTier?: string;
  /** The upstream shall keep the answer. */
  store?: boolean;
  previousResponseId?: string;
  /** Top-level fields without a meaning here, for the way back into the same dialect; elsewhere each is a loss. */
  extra: Record<string, unknown>;
}

export interface Message extends Restful {
  /**
   * `system` and `developer` stand where the caller put them; leading ones are the instructions. Tool results are parts of
   * `user` messages.
   */
  role: 'system' | 'developer' | 'user' | 'assistant';
  parts: Part[];
  /** Name of the participant. */
  name?: string;
}

export type Tool = FunctionTool | CustomTool | HostedTool;

export interface FunctionTool extends Restful {
  type: 'function';
  name: string;
  /** Group it belongs to (OpenAI's namespaces); the name is without it. */
  namespace?: string;
  description?: string;
  /** JSON schema, untouched. */
  parameters?: unknown;
  isStrict?: boolean;
  cache?: CacheMark;
}

/** Takes free text, perhaps by a grammar. */
export interface CustomTool extends Restful {
  type: 'custom';
  name: string;
  namespace?: string;
  description?: string;
  /** As OpenAI's Responses write it: `{type: 'grammar', syntax, definition}` or `{type: 'text'}`. */
  format?: unknown;
  cache?: CacheMark;
}

/** Run by the upstream itself: web search, code, MCP. */
export interface HostedTool extends Restful {
  type: 'hosted';
  name: string;
  opaque: Opaque;
}

export type ToolChoice = PlainChoice & Restful;

type PlainChoice =
  | { type: 'auto' | 'none' | 'required' }
  | { type: 'tool'; name: string; kind: 'function' | 'custom' }
  /** One of these, or none of them when `isRequired` is false. */
  | { type: 'allowed'; names: string[]; isRequired: boolean };

export type ResponseFormat = PlainFormat & Restful;

type PlainFormat =
  | { type: 'text' }
  | { type: 'json' }
  | { type: 'json-schema'; name?: string; description?: string; schema: unknown; isStrict?: boolean };

/**
 * How much the model shall think. `off` is a wish of its own; no object at all leaves it to the upstream, and so does an
 * object without mode, which only says how.
 */
export interface Reasoning extends Restful {
  mode?: 'off' | 'on' | 'adaptive';
  effort?: 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max';
  /** Most tokens of thinking. */
  budgetTokens?: number;
  /** The thinking, or a summary of it, shall be shown. */
  isShown?: boolean;
  /** auto, concise, detailed. */
  summary?: string;
}
