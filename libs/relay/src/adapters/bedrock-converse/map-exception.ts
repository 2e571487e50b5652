import { asObject } from '../read-json';

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStreamOutput.html */
const STATUSES: ReadonlyMap<string, number> = new Map([
  ['validationexception', 400],
  ['accessdeniedexception', 403],
  ['resourcenotfoundexception', 404],
  ['modeltimeoutexception', 408],
  ['modelstreamerrorexception', 424],
  ['modelerrorexception', 424],
  ['throttlingexception', 429],
  ['modelnotreadyexception', 429],
  ['servicequotaexceededexception', 429],
  ['internalserverexception', 500],
  ['serviceunavailableexception', 503],
]);

const UNKNOWN = 500;

/** Exceptions have names that end so; errors that the service does not model are all named `error`. */
export function isException(name: string): boolean {
  return name === 'error' || name.toLowerCase().endsWith('exception');
}

/** The HTTP status that an exception within a stream stands for; the model's own, where that is told. */
export function decodeException(name: string, data: string): number {
  const original = readOriginal(data);
  return original ?? STATUSES.get(name.toLowerCase()) ?? UNKNOWN;
}

function readOriginal(data: string): number | undefined {
  try {
    const status = asObject(JSON.parse(data))?.['originalStatusCode'];
    const isStatus = typeof status === 'number' && Number.isInteger(status) && status >= 400 && status < 600;
    return isStatus ? status : undefined;
  } catch {
    return undefined;
  }
}
