import type { Dialect } from '../../model/dialect';

export interface CountedPrompt {
  /** Texts and everything around them. */
  text: number;
  images: number;
  files: number;
}

/** The answer of a dialect's endpoint for counting. */
export function writeCount(dialect: Dialect, { text, images, files }: CountedPrompt): object {
  const total = text + images + files;
  switch (dialect) {
    case 'gemini-generate': {
      const details = [
        { modality: 'TEXT', tokenCount: text },
        { modality: 'IMAGE', tokenCount: images },
        { modality: 'DOCUMENT', tokenCount: files },
      ];
      return { totalTokens: total, promptTokensDetails: details.filter(({ tokenCount }) => tokenCount > 0) };
    }
    case 'openai-responses':
      return { object: 'response.input_tokens', input_tokens: total };
    default:
      return { input_tokens: total };
  }
}
