/**
 * Entry of the thread that counts tokens. A vocabulary takes tens of megabytes and a long text hundreds of milliseconds; both
 * stay away from the thread that relays streams. Loads a vocabulary when it is asked for the first time.
 */
import { parentPort } from 'node:worker_threads';
import { countTexts } from './count-texts';
import type { Vocabulary } from './select-vocabulary';
import type { CountRequest, CountResponse } from './thread-messages';

interface Library {
  countTokens(text: string, options: { disallowedSpecial: Set<string> }): number;
  setMergeCacheSize(words: number): void;
  clearMergeCache(): void;
}

/** Words whose tokens are remembered, per vocabulary. The library's own 100 000 would be 50 MB of hostile text. */
const REMEMBERED_WORDS = 20_000;
/** A remembered word is a slice that keeps its whole text in memory: after so many characters all of them are forgotten. */
const FORGET_AFTER = 2_000_000;
/** By default the library throws when a text contains, say, `<|endoftext|>`. In a caller's text it is text. */
const AS_TEXT = { disallowedSpecial: new Set<string>() };

const port = parentPort!;
const loaded = new Map<Vocabulary, Library>();
let lengthSinceForgetting = 0;

async function load(vocabulary: Vocabulary): Promise<Library> {
  const library: Library =
    vocabulary === 'o200k_base'
      ? await import('gpt-tokenizer/encoding/o200k_base')
      : await import('gpt-tokenizer/encoding/cl100k_base');
  library.setMergeCacheSize(REMEMBERED_WORDS);
  loaded.set(vocabulary, library);
  return library;
}

async function answer({ id, texts, vocabulary, budgetMs }: CountRequest): Promise<CountResponse> {
  const untilMs = performance.now() + budgetMs;
  const isOver = () => performance.now() > untilMs;
  try {
    const library = loaded.get(vocabulary) ?? (await load(vocabulary));
    return { id, counted: countTexts(texts, (text) => library.countTokens(text, AS_TEXT), isOver) };
  } catch (error) {
    return { id, failure: (error as Error).name };
  } finally {
    for (const text of texts) lengthSinceForgetting += text.length;
    if (lengthSinceForgetting > FORGET_AFTER) {
      lengthSinceForgetting = 0;
      for (const library of loaded.values()) library.clearMergeCache();
    }
  }
}

port.on('message', (request: CountRequest) => {
  void answer(request).then((response) => port.postMessage(response));
});
