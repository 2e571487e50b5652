import { Catch, Logger, NotFoundException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { pickLocale, type AppError } from '@app/kernel';
import type { Response } from 'express';
import type { AppConfig } from '../config/app-config';
import { RequestLine } from '../logging/request-line';
import type { Envelope } from './envelope';
import type { IdentifiedRequest } from './identified-request';
import { isUnder } from './is-under';
import { toAppError } from './to-app-error';

/**
 * The edge where errors become answers: the envelope under /api, the error object that API clients know elsewhere. The
 * relay has filters of its own in front of this one.
 */
@Catch()
export class ApiExceptionFilter implements ExceptionFilter {
  private readonly logger = new Logger('Http');

  constructor(private readonly config: Pick<AppConfig, 'defaultLocale'>) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<IdentifiedRequest>();
    const response = host.switchToHttp().getResponse<Response>();
    if (thrown instanceof NotFoundException) return this.answerUnknownPath(request, response);
    const error = toAppError(thrown, request.requestId);
    this.report(error, thrown, request);
    if (response.headersSent) {
      // Too late for a message; a cut connection is the only honest sign that the answer is not whole.
      response.destroy();
      return;
    }
    if (error.retryAfterSeconds !== undefined) response.setHeader('Retry-After', String(error.retryAfterSeconds));
    const message = error.text[pickLocale(request.headers['accept-language'], this.config.defaultLocale)];
    response
      .status(error.status)
      .json(isUnder('/api', request.originalUrl) ? toEnvelope(error, message) : toObject(error, message));
  }

  private answerUnknownPath(request: IdentifiedRequest, response: Response): void {
    const path = request.originalUrl.split('?', 1)[0];
    const message = `Invalid URL (${request.method} ${path})`;
    response.status(404).json({ error: { message, type: 'invalid_request_error', param: '', code: '' } });
  }

  private report(error: AppError, thrown: unknown, request: IdentifiedRequest): void {
    const subject = `${request.method} ${request.originalUrl.split('?', 1)[0]}: ${error.code} ${error.message}`;
    const text = error.staffDetail === undefined ? subject : `${subject} (${error.staffDetail})`;
    if (error.status >= 500) this.logger.error(new RequestLine(request.requestId, text), stackOf(thrown));
    else if (error.staffDetail !== undefined) this.logger.warn(new RequestLine(request.requestId, text));
  }
}

function toEnvelope(error: AppError, message: string): Envelope<null> {
  return { success: false, message, code: error.code, data: null };
}

function toObject(error: AppError, message: string) {
  return { error: { message, type: 'chat_api_error', param: error.param ?? '', code: error.code } };
}

function stackOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return `thrown:\n${String(thrown)}`;
  const stack = thrown.stack ?? thrown.message;
  return thrown.cause instanceof Error ? `${stack}\ncaused by ${stackOf(thrown.cause)}` : stack;
}
