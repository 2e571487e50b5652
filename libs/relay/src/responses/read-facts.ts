import { scanObject } from '../adapters/scan-object';

/** What decides whether and how an answer is kept. */
export interface ResponseFacts {
  id: string;
  status: string | undefined;
  /** Undefined = it does not say. */
  isStored: boolean | undefined;
}

const FIELDS: ReadonlySet<string> = new Set(['id', 'status', 'store']);

/** Throws ScanError or SyntaxError for what is no answer. */
export function readFacts(response: Buffer): ResponseFacts {
  const { values } = scanObject(response, FIELDS);
  const read = (key: string): unknown => {
    const place = values.get(key);
    return place && (JSON.parse(response.toString('utf8', place.start, place.end)) as unknown);
  };
  const [id, status, store] = [read('id'), read('status'), read('store')];
  return {
    id: typeof id === 'string' ? id : '',
    status: typeof status === 'string' ? status : undefined,
    isStored: typeof store === 'boolean' ? store : undefined,
  };
}
