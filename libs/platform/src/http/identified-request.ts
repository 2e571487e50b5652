import type { Request } from 'express';

/** A request after the request id middleware. */
export interface IdentifiedRequest extends Request {
  requestId: string;
}
