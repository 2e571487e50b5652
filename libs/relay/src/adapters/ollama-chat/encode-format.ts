import type { ResponseFormat } from '../../model/chat-request';

/** `json`, or the schema itself; every schema is enforced, so names and strictness need no place. */
export function encodeFormat(format: ResponseFormat | undefined): unknown {
  switch (format?.type) {
    case 'json':
      return 'json';
    case 'json-schema':
      return format.schema;
    default:
      return undefined;
  }
}
