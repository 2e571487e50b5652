import { Injectable } from '@nestjs/common';
import { UsageMeter, type Quote, type ReserveOutcome } from '@app/billing';
import { AppError, type Money } from '@app/kernel';
import type { Caller } from '@app/user';
import type { CallRequest, Endpoint } from '../adapters/decode-call';
import { CallLimits } from '../limits/application/call-limits';
import { callerGone } from './call-ends';
import type { RelayCall } from './relay-call';
import { RouteModel } from './route-model';

/** What a call is expected to use. */
interface Estimate {
  tokens: number;
  money: Money;
  /** At the worst. */
  most: { tokens: number; money: Money };
}

/** May this caller make this call, now, and can he pay for it? */
@Injectable()
export class AdmitRequest {
  constructor(
    private readonly meter: UsageMeter,
    private readonly models: RouteModel,
    private readonly limits: CallLimits,
  ) {}

  /** Synchronous when the accounts are in memory. The outcome's error is the caller's answer. */
  admit(call: RelayCall): ReserveOutcome | Promise<ReserveOutcome> {
    const caller = call.caller!;
    const request = call.request!;
    const { served, base } = this.models.routeOf(request.model, caller.group, request.endpoint);
    call.servedModel = served;
    if (!mayUseModel(caller.allowedModels, request.model, served)) {
      return { ok: false, error: modelNotAllowed(request.model) };
    }
    const quote = this.meter.quote(request.model, caller.group, caller.perCall, base);
    if (quote === undefined) return { ok: false, error: noPrice(request.model) };
    call.quote = quote;
    const estimate = this.estimate(request, quote);
    const limited = this.limits.admit(call, estimate);
    if (limited instanceof Promise) return limited.then((refusal) => this.reserve(call, estimate, refusal));
    return this.reserve(call, estimate, limited);
  }

  private estimate({ promptTokens, answerTokens, choices }: CallRequest, quote: Quote): Estimate {
    const expected = answerTokens ?? this.meter.defaultAnswerTokens() * choices;
    const longest = answerTokens ?? Math.max(expected, this.meter.longestAnswerTokens() * choices);
    const money = this.meter.estimate(quote, promptTokens, expected);
    const most = { tokens: promptTokens + longest, money: this.meter.worstCase(quote, promptTokens, longest) };
    return { tokens: promptTokens + expected, money, most };
  }

  /** What limits took goes back when the money is not there. */
  private reserve(
    call: RelayCall,
    estimate: Estimate,
    refusal: AppError | undefined,
  ): ReserveOutcome | Promise<ReserveOutcome> {
    if (refusal !== undefined) return { ok: false, error: refusal };
    // The caller left, or the time was up, while the limits were asked.
    if (call.isSettled) return { ok: false, error: callerGone() };
    const outcome = this.hold(call, estimate);
    const check = (reserved: ReserveOutcome): ReserveOutcome => {
      if (!reserved.ok) this.limits.cancel(call);
      return reserved;
    };
    return outcome instanceof Promise ? outcome.then(check) : check(outcome);
  }

  private hold(call: RelayCall, { tokens, money, most }: Estimate): ReserveOutcome | Promise<ReserveOutcome> {
    const caller = call.caller!;
    return this.meter.reserve({
      requestId: call.requestId,
      userId: caller.userId,
      tokenId: caller.tokenId,
      isUnlimitedToken: caller.isUnlimited,
      amount: money,
      tokens,
      most,
      servedModel: call.servedModel,
      describe: {
        username: caller.username,
        tokenName: caller.tokenName,
        requestedModel: call.request!.model,
        ip: call.ip,
        startedAtMs: call.startedAtMs,
      },
    });
  }

  /** Why this caller may not use the model; undefined = he may. For what costs nothing. */
  refusalOf({ allowedModels, group, perCall }: Caller, model: string, endpoint: Endpoint): AppError | undefined {
    const { served, base } = this.models.routeOf(model, group, endpoint);
    if (!mayUseModel(allowedModels, model, served)) return modelNotAllowed(model);
    return this.meter.quote(model, group, perCall, base) === undefined ? noPrice(model) : undefined;
  }
}

/** `gpt-4-gizmo-x` is allowed by `gpt-4-gizmo-*`, and a name with a thinking suffix by the model that serves it. */
export function mayUseModel(allowed: ReadonlySet<string> | null, model: string, served = model): boolean {
  if (allowed === null || allowed.has(model) || allowed.has(served)) return true;
  return model.startsWith('gpt-4-gizmo') && allowed.has('gpt-4-gizmo-*');
}

function modelNotAllowed(model: string): AppError {
  return new AppError(
    'model_not_allowed',
    { zh: `该令牌无权使用模型：${model}`, en: `This token may not use the model: ${model}` },
    { status: 403, param: 'model' },
  );
}

function noPrice(model: string): AppError {
  return new AppError(
    'model_not_found',
    { zh: `模型 ${model} 不存在或未定价`, en: `The model '${model}' does not exist or has no price` },
    { status: 404, param: 'model' },
  );
}
