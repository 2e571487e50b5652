import type { WireItem, WireObject } from './openai-responses.wire';
import type { StreamPlace } from './stream-place';

type Write = (type: string, body: WireObject) => void;

/** A message with one part. It is told when its first words are; one without any is none. */
export class MessageWriter {
  private id: string | undefined;
  private text = '';
  private readonly annotations: WireObject[] = [];
  private readonly logprobs: unknown[] = [];

  constructor(
    private readonly place: StreamPlace,
    private readonly kind: 'output_text' | 'refusal',
    private readonly write: Write,
  ) {}

  get length(): number {
    return this.text.length;
  }

  add(text: string, logprobs: unknown[]): void {
    if (text === '') return;
    const at = this.begin();
    this.text += text;
    if (this.kind === 'refusal') return this.write('response.refusal.delta', { ...at, delta: text });
    this.logprobs.push(...logprobs);
    this.write('response.output_text.delta', { ...at, delta: text, logprobs });
  }

  cite(annotation: WireObject): void {
    const at = this.begin();
    const index = this.annotations.push(annotation) - 1;
    this.write('response.output_text.annotation.added', { ...at, annotation_index: index, annotation });
  }

  end(): WireItem | undefined {
    if (this.id === undefined) return undefined;
    const at = this.begin();
    const { text, logprobs } = this;
    if (this.kind === 'refusal') this.write('response.refusal.done', { ...at, refusal: text });
    else this.write('response.output_text.done', { ...at, text, logprobs });
    this.write('response.content_part.done', { ...at, part: this.part() });
    const item = this.item('completed', [this.part()]);
    this.write('response.output_item.done', { output_index: this.place.index, item });
    return item;
  }

  private begin(): WireObject {
    const isNew = this.id === undefined;
    this.id ??= this.place.newId();
    const at = { item_id: this.id, output_index: this.place.index, content_index: 0 };
    if (isNew) {
      const item = this.item('in_progress', []);
      this.write('response.output_item.added', { output_index: this.place.index, item });
      this.write('response.content_part.added', { ...at, part: this.part() });
    }
    return at;
  }

  private item(status: string, content: WireObject[]): WireItem {
    return { id: this.id, type: 'message', status, role: 'assistant', content };
  }

  private part(): WireObject {
    const { kind, text, annotations, logprobs } = this;
    return kind === 'refusal'
      ? { type: kind, refusal: text }
      : { type: kind, text, annotations: [...annotations], logprobs: [...logprobs] };
  }
}
