import type { AppError } from '@app/kernel';
import type { Dialect } from '../model/dialect';
import type { Level } from './counters/limit-store';
import type { LimitMetric, LimitRule } from './domain/limit-rule';
import { LIMIT_EXCEEDED } from './limit-errors';

/** A rule and how far it is used. */
export interface ShownLimit {
  rule: LimitRule;
  level: Level;
}

/** Largest whole number of a structured field (RFC 9651). */
const LARGEST_INTEGER = 999_999_999_999_999n;
/** Client libraries repeat by themselves what may be repeated within a minute. */
const LONGEST_OWN_RETRY_SECONDS = 60;
const QUOTA_UNITS: Readonly<Record<LimitMetric, string>> = {
  requests: 'requests',
  tokens: 'tokens',
  concurrency: 'concurrent-requests',
  money: 'nano-usd',
};

/**
 * What a caller is told of the limits that apply to him, names and values in turn: `RateLimit-Policy` and `RateLimit`
 * (draft-ietf-httpapi-ratelimit-headers), and the tightest limit of requests and of tokens as his client library looks for it.
 */
export function limitHeaders(limits: readonly ShownLimit[], dialect: Dialect, nowMs: number): string[] {
  const shown = limits.filter(({ rule }) => isForCallers(rule));
  if (shown.length === 0) return [];
  const headers = ['ratelimit-policy', shown.map(policy).join(', '), 'ratelimit', shown.map(state).join(', ')];
  for (const metric of ['requests', 'tokens'] as const) {
    const tightest = tightestOf(shown.filter(({ rule }) => rule.metric === metric));
    if (tightest !== undefined) headers.push(...dialectHeaders(tightest, metric, dialect, nowMs));
  }
  return headers;
}

/** When a repeat makes sense; and that one in a minute does not, as client libraries of OpenAI and Anthropic understand it. */
export function retryHeaders({ code, retryAfterSeconds }: AppError): string[] {
  const headers = retryAfterSeconds === undefined ? [] : ['retry-after', String(retryAfterSeconds)];
  const isInVain = code === LIMIT_EXCEEDED && (retryAfterSeconds ?? Infinity) > LONGEST_OWN_RETRY_SECONDS;
  return isInVain ? [...headers, 'x-should-retry', 'false'] : headers;
}

/** What many share says in money how the operator's business goes. */
function isForCallers({ subjectKind, metric }: LimitRule): boolean {
  return subjectKind !== 'channel' && (metric !== 'money' || subjectKind === 'user' || subjectKind === 'token');
}

function policy({ rule }: ShownLimit): string {
  const { window, metric, amount } = rule;
  const span =
    window.kind === 'rolling'
      ? `;w=${window.seconds}`
      : window.kind === 'calendar'
        ? `;w=${LENGTHS[window.period]}`
        : '';
  return `"${nameOf(rule)}";q=${whole(amount)}${span};qu="${QUOTA_UNITS[metric]}"`;
}

function state({ rule, level }: ShownLimit): string {
  const reset = rule.window.kind === 'none' ? '' : `;t=${Math.ceil(level.resetMs / 1000)}`;
  return `"${nameOf(rule)}";r=${whole(remaining(rule, level))}${reset}`;
}

/** Seconds; months at their longest. */
const LENGTHS = { day: 86_400, week: 604_800, month: 2_678_400 };

function nameOf({ id, subjectKind, metric }: LimitRule): string {
  return `${subjectKind}-${metric}-${id}`;
}

function remaining({ amount }: LimitRule, { used }: Level): bigint {
  return used >= amount ? 0n : amount - used;
}

function whole(amount: bigint): string {
  return String(amount > LARGEST_INTEGER ? LARGEST_INTEGER : amount);
}

function tightestOf(limits: readonly ShownLimit[]): ShownLimit | undefined {
  let tightest: ShownLimit | undefined;
  for (const limit of limits) {
    if (tightest === undefined || remaining(limit.rule, limit.level) < remaining(tightest.rule, tightest.level))
      tightest = limit;
  }
  return tightest;
}

function dialectHeaders(
  { rule, level }: ShownLimit,
  metric: 'requests' | 'tokens',
  dialect: Dialect,
  nowMs: number,
): string[] {
  const limit = String(rule.amount);
  const left = String(remaining(rule, level));
  switch (dialect) {
    case 'openai-chat':
    case 'openai-responses': {
      const reset = spell(level.resetMs);
      return [
        `x-ratelimit-limit-${metric}`,
        limit,
        `x-ratelimit-remaining-${metric}`,
        left,
        `x-ratelimit-reset-${metric}`,
        reset,
      ];
    }
    case 'anthropic-messages': {
      const name = `anthropic-ratelimit-${metric}`;
      const reset = `${new Date(nowMs + level.resetMs).toISOString().slice(0, 19)}Z`;
      return [`${name}-limit`, limit, `${name}-remaining`, left, `${name}-reset`, reset];
    }
    case 'gemini-generate':
      return [];
  }
}

/** As OpenAI writes times: `12ms`, `7s`, `1m30s`, `2h0m0s`. */
function spell(ms: number): string {
  if (ms < 1000) return `${Math.ceil(ms)}ms`;
  const seconds = Math.ceil(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  if (hours > 0) return `${hours}h${minutes}m${seconds % 60}s`;
  return minutes > 0 ? `${minutes}m${seconds % 60}s` : `${seconds}s`;
}
