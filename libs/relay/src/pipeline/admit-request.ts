import { Injectable } from '@nestjs/common';
import { UsageMeter, type ReserveOutcome } from '@app/billing';
import { AppError } from '@app/kernel';
import type { Caller } from '@app/user';
import type { RelayCall } from './relay-call';

/** May this caller make this call, and can he pay for it? */
@Injectable()
export class AdmitRequest {
  constructor(private readonly meter: UsageMeter) {}

  /** Synchronous when the accounts are in memory. The outcome's error is the caller's answer. */
  admit(call: RelayCall): ReserveOutcome | Promise<ReserveOutcome> {
    const caller = call.caller!;
    const request = call.request!;
    if (!mayUseModel(caller.allowedModels, request.model)) return { ok: false, error: modelNotAllowed(request.model) };
    const quote = this.meter.quote(request.model, caller.group, caller.perCall);
    if (quote === undefined) return { ok: false, error: noPrice(request.model) };
    call.quote = quote;
    const answerTokens = request.answerTokens ?? this.meter.defaultAnswerTokens() * request.choices;
    return this.meter.reserve({
      requestId: call.requestId,
      userId: caller.userId,
      tokenId: caller.tokenId,
      isUnlimitedToken: caller.isUnlimited,
      amount: this.meter.estimate(quote, request.promptTokens, answerTokens),
      describe: {
        username: caller.username,
        tokenName: caller.tokenName,
        requestedModel: request.model,
        ip: call.ip,
        startedAtMs: call.startedAtMs,
      },
    });
  }

  /** Why this caller may not use the model; undefined = he may. For what costs nothing. */
  refusalOf({ allowedModels, group, perCall }: Caller, model: string): AppError | undefined {
    if (!mayUseModel(allowedModels, model)) return modelNotAllowed(model);
    return this.meter.quote(model, group, perCall) === undefined ? noPrice(model) : undefined;
  }
}

/** `gpt-4-gizmo-x` is allowed by `gpt-4-gizmo-*`. */
export function mayUseModel(allowed: ReadonlySet<string> | null, model: string): boolean {
  if (allowed === null || allowed.has(model)) return true;
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
