import type { Signature } from '../../model/dialect';
import { encodeSignature } from './map-reasoning-item';
import { DIALECT, type WireItem, type WireObject } from './openai-responses.wire';
import type { StreamPlace } from './stream-place';

type Write = (type: string, body: WireObject) => void;

/** Thinking is shown as one paragraph of a summary, which is where clients look for it. */
export class ThinkingWriter {
  private id: string | undefined;
  private text = '';
  private signature: Signature | undefined;

  constructor(
    private readonly place: StreamPlace,
    private readonly write: Write,
  ) {}

  add(text: string): void {
    if (text === '') return;
    const isFirst = this.text === '';
    this.begin();
    if (isFirst) this.write('response.reasoning_summary_part.added', { ...this.at(), part: summaryOf('') });
    this.text += text;
    this.write('response.reasoning_summary_text.delta', { ...this.at(), delta: text });
  }

  sign(signature: Signature): void {
    this.signature = signature;
    // OpenAI's own proof belongs to its id, if the item was not told under another one.
    if (signature.dialect === DIALECT) this.id ??= this.begin(signature.id);
    else this.begin();
  }

  end(): WireItem | undefined {
    if (this.id === undefined) return undefined;
    const { text, signature } = this;
    if (text !== '') {
      this.write('response.reasoning_summary_text.done', { ...this.at(), text });
      this.write('response.reasoning_summary_part.done', { ...this.at(), part: summaryOf(text) });
    }
    const item: WireItem = { id: this.id, type: 'reasoning', summary: text === '' ? [] : [summaryOf(text)] };
    if (signature !== undefined) item['encrypted_content'] = encodeSignature(signature);
    this.write('response.output_item.done', { output_index: this.place.index, item });
    return item;
  }

  private begin(id?: string): string {
    if (this.id === undefined) {
      this.id = id ?? this.place.newId();
      const item = { id: this.id, type: 'reasoning', summary: [] };
      this.write('response.output_item.added', { output_index: this.place.index, item });
    }
    return this.id;
  }

  private at(): WireObject {
    return { item_id: this.id, output_index: this.place.index, summary_index: 0 };
  }
}

function summaryOf(text: string): WireObject {
  return { type: 'summary_text', text };
}
