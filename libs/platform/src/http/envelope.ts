/** Body of every management reply. `code` is present on failures only. */
export interface Envelope<T> {
  success: boolean;
  message: string;
  data: T;
  code?: string;
}

/** A successful reply. */
export function reply<T>(data: T, message = ''): Envelope<T> {
  return { success: true, message, data };
}

/** A list with the number of all rows that match. */
export interface ListEnvelope<T> extends Envelope<T[]> {
  total: number;
}

export function replyList<T>(data: T[], total: number): ListEnvelope<T> {
  return { success: true, message: '', data, total };
}
