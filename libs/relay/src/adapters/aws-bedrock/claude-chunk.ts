import type { WireEvent } from '../../model/wire-event';
import { MalformedPayload } from '../codec';
import { isException } from '../bedrock-converse/map-exception';
import { asObject, asString } from '../read-json';

/** What the host adds to Claude's last event; no client of Claude's knows it, and it names the host. */
const METRICS = 'amazon-bedrock-invocationMetrics';

/** Types of Anthropic's errors for exceptions within a stream. */
const ERROR_TYPES: ReadonlyMap<string, string> = new Map([
  ['validationException', 'invalid_request_error'],
  ['throttlingException', 'rate_limit_error'],
  ['modelTimeoutException', 'timeout_error'],
  ['serviceUnavailableException', 'overloaded_error'],
]);

/** Claude's event in a frame, as Anthropic would have sent it. */
export function claudeEvent({ event: name = '', data: json }: WireEvent): WireEvent | undefined {
  const payload = parse(json);
  if (isException(name)) return failure(name, payload);
  if (name !== 'chunk') return undefined;
  const data = Buffer.from(asString(payload['bytes']) ?? '', 'base64').toString('utf8');
  const wire = parse(data);
  const event = asString(wire['type']);
  const hasMetrics = METRICS in wire;
  if (hasMetrics) delete wire[METRICS];
  return { ...(event !== undefined && { event }), data: hasMetrics ? JSON.stringify(wire) : data };
}

function failure(name: string, payload: Record<string, unknown>): WireEvent {
  const type = ERROR_TYPES.get(name) ?? 'api_error';
  // The exception's name is for staff: mapError shows the text of faults of the request only.
  const message = asString(payload['message']) ?? name;
  return { event: 'error', data: JSON.stringify({ type: 'error', error: { type, message }, exception: name }) };
}

function parse(json: string): Record<string, unknown> {
  try {
    const object = asObject(JSON.parse(json));
    if (object !== undefined) return object;
  } catch {
    // Told below.
  }
  throw new MalformedPayload('frame', 'its payload is no JSON object');
}
