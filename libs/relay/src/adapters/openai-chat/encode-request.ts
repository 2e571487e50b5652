import type { CallRequest } from '../decode-call';
import { applyEdits, type Edit } from '../edit-object';

/**
 * The body for the upstream: the caller's bytes with the model's name replaced (when the channel maps it) and usage asked
 * for on streams. Everything else, known or unknown, stays as it was written.
 */
export function encodeRequest(body: Buffer, request: CallRequest, upstreamModel: string): Buffer {
  const edits: Edit[] = [];
  if (upstreamModel !== request.model) {
    const { start, end } = request.layout.values.get('model')!;
    edits.push({ start, end, text: JSON.stringify(upstreamModel) });
  }
  if (request.isStream && !request.wantsUsage) edits.push(askForUsage(body, request));
  return edits.length === 0 ? body : applyEdits(body, edits);
}

/** The caller's bytes with the upstream's name of the model. Dialects that have the name in the address stay untouched. */
export function replaceModel(body: Buffer, { model, layout }: CallRequest, upstreamModel: string): Buffer {
  const place = layout.values.get('model');
  if (upstreamModel === model || place === undefined) return body;
  return applyEdits(body, [{ ...place, text: JSON.stringify(upstreamModel) }]);
}

function askForUsage(body: Buffer, { layout }: CallRequest): Edit {
  const given = layout.values.get('stream_options');
  if (given === undefined) {
    return { start: layout.end, end: layout.end, text: ',"stream_options":{"include_usage":true}' };
  }
  const options = JSON.parse(body.toString('utf8', given.start, given.end)) as Record<string, unknown> | null;
  return { ...given, text: JSON.stringify({ ...options, include_usage: true }) };
}
