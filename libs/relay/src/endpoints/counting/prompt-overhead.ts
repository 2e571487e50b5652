import type { PromptMeasure } from './measure-prompt';

/** Tokens of a prompt that are in none of its texts. */
export interface PromptOverhead {
  request: number;
  /** For each message, the instructions apart from the messages not counted. */
  message: number;
  /** For each tool, around its name, description and schema. */
  tool: number;
  /** Once, when there are tools at all. */
  anyTools: number;
  /** A picture of usual size; its own is not looked at. */
  image: number;
  /** A picture that is asked to be looked at in little detail. */
  smallImage: number;
  /** A document, sound or film; how long it is, only the upstream knows. */
  file: number;
}

/**
 * What vendors say of their own models, and OpenAI's figures for those of whom nothing is known.
 *
 * OpenAI: three tokens around a message and three that begin the answer, a dozen around a function
 * (cookbook, "How to count tokens with tiktoken"); 765 for a picture of 1024 × 1024, 85 in low detail (guides/images-vision).
 *
 * Claude: the examples of platform.claude.com/docs/en/build-with-claude/token-counting come to 14 (instructions and a message),
 * 403 (a message and a tool: tools bring a system prompt of the vendor's), 1 551 (a picture) and 2 188 (a PDF).
 *
 * Gemini: the examples of ai.google.dev/gemini-api/docs/tokens show a text alone with exactly its tokens and one more for each
 * turn; 258 a picture or a tile of it.
 */
const OPENAI: PromptOverhead = {
  ...{ request: 3, message: 3, tool: 12, anyTools: 0 },
  ...{ image: 765, smallImage: 85, file: 1_200 },
};
const CLAUDE: PromptOverhead = {
  ...{ request: 3, message: 3, tool: 12, anyTools: 300 },
  ...{ image: 1_540, smallImage: 1_540, file: 2_170 },
};
const GEMINI: PromptOverhead = {
  ...{ request: 0, message: 1, tool: 12, anyTools: 0 },
  ...{ image: 258, smallImage: 258, file: 1_200 },
};

function overheadOf(model: string): PromptOverhead {
  if (/claude/i.test(model)) return CLAUDE;
  return /gemini|gemma/i.test(model) ? GEMINI : OPENAI;
}

/** Tokens of a prompt beside its texts, by what they are for. */
export interface TokensBeside {
  framing: number;
  images: number;
  files: number;
}

export function tokensBeside(measure: PromptMeasure, model: string): TokensBeside {
  const around = overheadOf(model);
  const { messages, tools, images, smallImages, files } = measure;
  return {
    framing: around.request + messages * around.message + tools * around.tool + (tools > 0 ? around.anyTools : 0),
    images: images * around.image + smallImages * around.smallImage,
    files: files * around.file,
  };
}
