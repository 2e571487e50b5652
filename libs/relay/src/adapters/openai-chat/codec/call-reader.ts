import type { Signature } from '../../../model/dialect';
import type { StreamEvent } from '../../../model/stream-event';
import { asCount, asObject, asString } from '../../read-json';
import { readSignature } from './map-signature';
import type { Fields } from './openai-chat.wire';

interface Call {
  index: number | undefined;
  id: string;
  name: string;
  kind: 'function' | 'custom';
  input: string;
  /** Set once it has begun. */
  block: number | undefined;
  isEnded: boolean;
  signature: Signature | undefined;
}

/**
 * Calls of one choice from their pieces. OpenAI numbers them and names each once; others leave out numbers or ids, give all
 * calls the same number, or repeat id and name with every piece.
 */
export class CallReader {
  private readonly calls: Call[] = [];

  constructor(
    private readonly choice: number,
    private readonly nextBlock: () => number,
    private readonly emit: (event: StreamEvent) => void,
  ) {}

  get hasCalls(): boolean {
    return this.calls.some((call) => call.block !== undefined);
  }

  add(wire: Fields): void {
    const named = asObject(wire['function']) ?? asObject(wire['custom']) ?? {};
    const id = asString(wire['id']) ?? '';
    const name = asString(named['name']) ?? '';
    const call = this.find(asCount(wire['index']), id, name) ?? this.open(asCount(wire['index']));
    if (call.isEnded) return;
    if (wire['type'] === 'custom' || asObject(wire['custom']) !== undefined) call.kind = 'custom';
    if (call.id === '') call.id = id;
    if (call.name === '') call.name = name;
    call.signature ??= readSignature(wire).signature;
    if (call.block === undefined && call.name !== '') this.start(call);
    this.addInput(call, readInput(named));
  }

  finish(): void {
    for (const call of this.calls) {
      if (call.block === undefined && (call.id !== '' || call.input !== '')) this.start(call);
      this.end(call);
    }
  }

  /** The call that a piece belongs to; undefined = it begins one. */
  private find(index: number | undefined, id: string, name: string): Call | undefined {
    const last = this.calls.findLast((call) => index === undefined || call.index === index);
    if (last === undefined) return undefined;
    if (id !== '' && last.id !== '' && id !== last.id) {
      return index === undefined ? this.calls.find((call) => call.id === id) : undefined;
    }
    // Without an id, a name after complete input is the next call's.
    if (id === '' && name !== '' && last.name !== '' && (name !== last.name || isComplete(last.input)))
      return undefined;
    return last;
  }

  /** A call that is complete ends when the next begins, so that who can show only one at a time need not wait. */
  private open(index: number | undefined): Call {
    for (const call of this.calls) if (call.kind === 'function' && isComplete(call.input)) this.end(call);
    const call: Call = {
      index,
      id: '',
      name: '',
      kind: 'function',
      input: '',
      block: undefined,
      isEnded: false,
      signature: undefined,
    };
    this.calls.push(call);
    return call;
  }

  private start(call: Call): void {
    const { id, name, kind, signature } = call;
    call.block = this.nextBlock();
    const start = { type: 'tool-input-start', choice: this.choice, block: call.block, id, name, kind } as const;
    this.emit(signature === undefined ? start : { ...start, signature });
    if (call.input !== '') this.tell(call.block, call.input);
  }

  private addInput(call: Call, text: string): void {
    if (text === '') return;
    call.input += text;
    if (call.block !== undefined) this.tell(call.block, text);
  }

  private end(call: Call): void {
    if (call.isEnded || call.block === undefined) return;
    call.isEnded = true;
    // No arguments at all are the empty object.
    if (call.kind === 'function' && call.input === '') this.tell(call.block, '{}');
    this.emit({ type: 'tool-input-end', choice: this.choice, block: call.block });
  }

  private tell(block: number, text: string): void {
    this.emit({ type: 'tool-input-delta', choice: this.choice, block, text });
  }
}

/** Some write an object where its text belongs. */
function readInput(named: Fields): string {
  const input = named['arguments'] ?? named['input'];
  return typeof input === 'object' && input !== null ? JSON.stringify(input) : (asString(input) ?? '');
}

function isComplete(input: string): boolean {
  try {
    return asObject(JSON.parse(input)) !== undefined;
  } catch {
    return false;
  }
}
