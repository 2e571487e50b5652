import { decodeCall, type CallRequest } from '../adapters/decode-call';
import { replaceValues } from '../adapters/replace-values';
import { joinItems } from './join-items';
import type { KeptResponse, ResponseContent } from './kept-response';
import { withoutOwnersMarks } from './without-owners-marks';

/** A request and what was read of it. */
export interface WrittenCall {
  readonly body: Buffer;
  readonly request: CallRequest;
}

/** A call that follows a kept response, in the forms in which upstreams can be asked. */
export class Continuation {
  /** With the whole conversation in place of the id; undefined = only the response's own upstream can tell what it was. */
  readonly expanded: WrittenCall | undefined;
  /** Upper estimate of all that the model is going to read. */
  readonly promptTokens: number;
  private owner: number | undefined;
  private forOthers: WrittenCall | undefined;

  constructor(
    /** As its caller wrote it. */
    private readonly written: WrittenCall,
    { channelId, content, promptTokens }: KeptResponse,
  ) {
    this.owner = channelId === 0 ? undefined : channelId;
    this.expanded = content === undefined ? undefined : expand(written, content);
    this.promptTokens = this.expanded?.request.promptTokens ?? written.request.promptTokens + promptTokens;
  }

  /** Channel whose upstream knows the id; undefined = none does. */
  get ownerChannelId(): number | undefined {
    return this.owner;
  }

  /** Its upstream does not know the id any more. */
  leaveOwner(): void {
    this.owner = undefined;
  }

  /** For a channel whose upstream speaks the Responses API. Undefined = it cannot be asked. */
  nativeFor(channelId: number): WrittenCall | undefined {
    if (channelId === this.owner) return this.written;
    if (this.expanded === undefined) return undefined;
    this.forOthers ??= forOtherOwner(this.expanded);
    return this.forOthers;
  }
}

function expand({ body, request }: WrittenCall, content: ResponseContent): WrittenCall {
  const { values } = request.layout;
  const place = values.get('input');
  const input = joinItems(content, place && body.subarray(place.start, place.end));
  return reread(replaceValues(body, request.layout, { input, previous_response_id: NOTHING }), request);
}

function forOtherOwner({ body, request }: WrittenCall): WrittenCall {
  const { start, end } = request.layout.values.get('input')!;
  const items = JSON.parse(body.toString('utf8', start, end)) as unknown[];
  const input = Buffer.from(JSON.stringify(withoutOwnersMarks(items)));
  return reread(replaceValues(body, request.layout, { input }), request);
}

/** The changed body has its values in other places; what it asks about kept responses stays what the caller wrote. */
function reread(body: Buffer, { endpoint, state }: CallRequest): WrittenCall {
  return { body, request: { ...decodeCall(endpoint, body), state } };
}

const NOTHING = Buffer.from('null');
