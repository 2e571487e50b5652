import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { AppError, Clock, createRequestId, pickLocale } from '@app/kernel';
import { AppConfig, clientIp, RequestLimits, TrustedProxies } from '@app/platform';
import { TokenAuthenticator, type AuthenticationResult, type Caller } from '@app/user';
import { decodeCall } from '../adapters/decode-call';
import { errorWriter } from '../adapters/error-writer';
import { CountTokens } from '../endpoints/counting/count-tokens';
import { OwnReads } from '../endpoints/own-reads';
import { StoredResponses } from '../endpoints/stored-responses';
import { ArrayFraming } from '../pipeline/array-framing';
import { CallWatch } from '../pipeline/call-watch';
import { callerGone, internalError } from '../pipeline/call-ends';
import type { CallerResponse } from '../pipeline/caller-response';
import { RelayCall } from '../pipeline/relay-call';
import { RelayPipeline } from '../pipeline/relay-pipeline';
import { isCrossOrigin, ReplyWriter } from '../pipeline/reply-writer';
import { SettleCall } from '../pipeline/settle-call';
import { ResumeCall } from '../responses/resume-call';
import { answerPreflight } from './answer-preflight';
import type { CallHead } from './http1/call-head';
import type { CallerRequest } from './caller-request';
import { FailureThrottle } from './failure-throttle';
import { CallerConnections } from './http1/caller-connections';
import { badPath, notOffered, shuttingDown, unknownPath } from './ingress-errors';
import { NodeRequest } from './node-request';
import { NodeResponse } from './node-response';
import { anthropicHeaders, dialectOf, presentedKey } from './read-headers';
import {
  countedCall,
  isArrayStream,
  isFiguresPath,
  isNotOffered,
  isRelayPath,
  originForm,
  pathOf,
  relayedCall,
  searchOf,
  storedCall,
  type RelayedCall,
} from './relay-routes';

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Takes the relay's paths from the HTTP server before Express sees them (Express alone would cost more than the whole relay)
 * and hands everything else on. Everything behind it is injected as usual.
 */
@Injectable()
export class RelayIngress implements OnModuleDestroy {
  private readonly logger = new Logger('Relay');
  private readonly connections: CallerConnections;
  private isClosing = false;

  constructor(
    private readonly authenticator: TokenAuthenticator,
    private readonly pipeline: RelayPipeline,
    private readonly settlement: SettleCall,
    private readonly reads: OwnReads,
    private readonly counts: CountTokens,
    private readonly stored: StoredResponses,
    private readonly resuming: ResumeCall,
    private readonly watch: CallWatch,
    private readonly config: AppConfig,
    private readonly proxies: TrustedProxies,
    private readonly clock: Clock,
    private readonly failures: FailureThrottle,
    private readonly limits: RequestLimits,
  ) {
    this.connections = new CallerConnections(this, clock.now());
    watch.onEachTick((now) => this.connections.sweep(now));
  }

  /** Puts itself in front of the server: plain calls are read straight from the connections, others come with Node's requests. */
  attach(server: Server): void {
    this.connections.attach(server);
    const [next] = server.listeners('request') as Listener[];
    server.removeAllListeners('request');
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      request.url = originForm(request.url ?? '/');
      const path = pathOf(request.url);
      if (isRelayPath(path)) this.take(new NodeRequest(request), new NodeResponse(response), path);
      else next?.(request, response);
    });
  }

  accepts({ url, length }: CallHead): boolean {
    const path = pathOf(url);
    return isRelayPath(path) && length <= this.config.relay.maxBodyBytes;
  }

  serve(request: CallerRequest, response: CallerResponse): void {
    this.take(request, response, pathOf(request.url));
  }

  /** Refuses new calls, lets running ones end, interrupts what is left after the grace. */
  async drain(): Promise<void> {
    this.isClosing = true;
    this.connections.close();
    await this.watch.whenIdle(this.config.relay.shutdownGraceSeconds * 1000);
    await this.pipeline.interruptAll(shuttingDown());
  }

  /** Cuts the connections of callers who had their time. */
  cutConnections(): void {
    this.connections.destroy();
  }

  onModuleDestroy(): void {
    this.connections.close();
  }

  private take(request: CallerRequest, response: CallerResponse, path: string): void {
    if (request.method === 'OPTIONS') return answerPreflight(response);
    const now = this.clock.now();
    const requestId = createRequestId(now);
    const locale = pickLocale(request.headers['accept-language'], this.config.defaultLocale);
    const dialect = dialectOf(request, path);
    const reply = new ReplyWriter(
      response,
      requestId,
      locale,
      errorWriter(dialect),
      isCrossOrigin(request),
      () => this.isClosing,
    );
    if (dialect === 'gemini-generate' && isArrayStream(request.url)) reply.framing = new ArrayFraming();
    const call = new RelayCall(requestId, now, clientIp(request, this.proxies), reply);
    try {
      if (this.isClosing) throw shuttingDown();
      if (isFiguresPath(path)) this.limit(call, request, path);
      else this.authenticate(call, request, path);
    } catch (error) {
      this.fail(call, error as Error);
    }
  }

  /** Billing figures are read from the database: they count as calls of the management API, with whatever key. */
  private limit(call: RelayCall, request: CallerRequest, path: string): void {
    this.limits.api(request).then(
      (refusal) =>
        this.guard(call, () => {
          // No log row: a flood of refused calls must not become a flood of rows.
          if (refusal !== undefined) call.reply.sendError(refusal);
          else this.authenticate(call, request, path);
        }),
      (error: Error) => this.crash(call, error),
    );
  }

  private authenticate(call: RelayCall, request: CallerRequest, path: string): void {
    const result = this.authenticator.authenticate(presentedKey(request), call.ip, request.socket);
    if (result instanceof Promise) {
      result.then(
        (later) => this.guard(call, () => this.onAuthenticated(call, later, request, path)),
        (error: Error) => this.crash(call, error),
      );
    } else {
      this.onAuthenticated(call, result, request, path);
    }
  }

  private onAuthenticated(call: RelayCall, result: AuthenticationResult, request: CallerRequest, path: string): void {
    call.caller = result.ok ? result.caller : result.caller;
    if (!result.ok) return this.refuse(call, result.error);
    call.forcedChannelId = result.forcedChannelId;
    if (request.method === 'POST') {
      const relayed = relayedCall(path);
      if (relayed !== undefined) return this.relay(call, relayed, request);
      const counted = countedCall(path);
      if (counted !== undefined) return this.count(call, result.caller, counted, request);
    }
    const stored = storedCall(request.method, path);
    if (stored !== undefined) {
      const query = () => searchOf(request.url);
      return this.sendLater(call, this.stored.answer(result.caller, stored.id, stored.action, query));
    }
    if (isNotOffered(path)) return this.refuse(call, notOffered());
    if (request.method === 'GET') return this.answerRead(call, result.caller, request, path);
    this.refuse(call, unknownPath(request.method, path));
  }

  private relay(call: RelayCall, { endpoint, hints }: RelayedCall, request: CallerRequest): void {
    this.receive(call, request, (body) => {
      call.body = body;
      call.request = decodeCall(endpoint, body, hints);
      if (endpoint === 'messages') call.passedHeaders = anthropicHeaders(request);
      const resumed = call.request.state === undefined ? undefined : this.resuming.prepare(call);
      if (resumed === undefined) this.pipeline.start(call);
      else this.startLater(call, resumed);
    });
  }

  private startLater(call: RelayCall, resumed: Promise<void>): void {
    resumed.then(
      () =>
        this.guard(call, () => {
          if (this.isClosing) throw shuttingDown();
          // Nobody would hear the answer.
          if (call.reply.isGone) this.settlement.failed(call, callerGone(), 'caller-gone');
          else this.pipeline.start(call);
        }),
      (error: Error) => this.fail(call, error),
    );
  }

  private count(call: RelayCall, caller: Caller, { endpoint, hints }: RelayedCall, request: CallerRequest): void {
    this.receive(call, request, (body) =>
      this.sendLater(call, this.counts.count(caller, endpoint, body, hints), { isEstimated: true }),
    );
  }

  private receive(call: RelayCall, request: CallerRequest, take: (body: Buffer) => void): void {
    request.readBody(this.config.relay.maxBodyBytes, (body) =>
      this.guard(call, () => {
        if (body instanceof AppError) throw body;
        if (this.isClosing) throw shuttingDown();
        take(body);
      }),
    );
  }

  private answerRead(call: RelayCall, caller: Caller, request: CallerRequest, path: string): void {
    const answer = this.reads.answer(caller, dialectOf(request, path), path, () => searchOf(request.url));
    if (answer === undefined) throw unknownPath('GET', path);
    if (answer instanceof Promise) this.sendLater(call, answer);
    else sendJson(call, answer);
  }

  private sendLater(call: RelayCall, body: Promise<Buffer | object>, { isEstimated = false } = {}): void {
    body.then(
      (value) => {
        call.reply.isEstimated = isEstimated;
        sendJson(call, value);
      },
      (error: Error) => this.fail(call, error),
    );
  }

  private guard(call: RelayCall, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.fail(call, error as Error);
    }
  }

  private fail(call: RelayCall, error: Error): void {
    if (error instanceof AppError) this.refuse(call, error);
    else if (error instanceof URIError) this.refuse(call, badPath());
    else this.crash(call, error);
  }

  private refuse(call: RelayCall, error: AppError): void {
    // Unknown keys are anybody's to send: their rows are limited so that a flood cannot fill the log.
    if (call.caller !== undefined || this.failures.allows(call.ip, call.startedAtMs))
      this.settlement.failed(call, error);
    call.reply.sendError(error);
  }

  private crash(call: RelayCall, error: Error): void {
    this.logger.error(`Call ${call.requestId} failed: ${error.stack ?? error.message}`);
    this.refuse(call, internalError(error));
  }
}

function sendJson(call: RelayCall, body: Buffer | object): void {
  call.reply.sendWhole(200, 'application/json', Buffer.isBuffer(body) ? body : JSON.stringify(body));
}
