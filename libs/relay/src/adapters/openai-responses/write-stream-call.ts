import type { WireItem, WireObject } from './openai-responses.wire';
import type { StreamPlace } from './stream-place';

type Write = (type: string, body: WireObject) => void;

interface CallStart {
  id: string;
  name: string;
  namespace?: string;
  kind: 'function' | 'custom';
}

export class CallWriter {
  private readonly id: string;
  private input = '';

  constructor(
    private readonly place: StreamPlace,
    private readonly call: CallStart,
    private readonly write: Write,
  ) {
    this.id = place.newId();
    this.write('response.output_item.added', { output_index: place.index, item: this.item('in_progress') });
  }

  add(text: string): void {
    if (text === '') return;
    this.input += text;
    this.write(`${this.event}.delta`, { ...this.at(), delta: text });
  }

  /** Arguments are JSON: clients parse them, also where there are none. */
  end(): WireItem {
    if (this.input === '' && !this.isCustom) this.add('{}');
    const { input } = this;
    const body = this.isCustom ? { input } : { arguments: input, name: this.call.name };
    this.write(`${this.event}.done`, { ...this.at(), ...body });
    const item = this.item('completed');
    this.write('response.output_item.done', { output_index: this.place.index, item });
    return item;
  }

  private get isCustom(): boolean {
    return this.call.kind === 'custom';
  }

  private get event(): string {
    return this.isCustom ? 'response.custom_tool_call_input' : 'response.function_call_arguments';
  }

  private at(): WireObject {
    return { item_id: this.id, output_index: this.place.index };
  }

  private item(status: string): WireItem {
    const { id, name, namespace } = this.call;
    const item: WireItem = { id: this.id, type: this.isCustom ? 'custom_tool_call' : 'function_call', status };
    item['call_id'] = id;
    item['name'] = name;
    if (namespace !== undefined) item['namespace'] = namespace;
    item[this.isCustom ? 'input' : 'arguments'] = this.input;
    return item;
  }
}
