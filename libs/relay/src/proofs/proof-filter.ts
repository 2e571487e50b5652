import type { AnswerFilter } from '../adapters/answer-filter';

/** Changes nothing: notes the proofs of answers that are read for callers of another dialect. */
export function proofFilter(note: (proof: string) => void): AnswerFilter {
  return {
    whole: (response) => {
      for (const { parts } of response.choices) {
        for (const part of parts) if ('signature' in part && part.signature !== undefined) note(part.signature.value);
      }
      return response;
    },
    open: () => ({
      push: (event) => {
        if ('signature' in event && event.signature !== undefined) note(event.signature.value);
        return [event];
      },
    }),
  };
}
