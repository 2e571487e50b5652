import type { LogRow } from '../app/api/types';

/** A row without a call behind it, as the server sends it; tests name what they are about. */
export function logRow(fields: Partial<LogRow> = {}): LogRow {
  return {
    id: 1,
    request_id: null,
    user_id: 7,
    created_at: 0,
    type: 1,
    username: 'alice',
    token_name: '',
    token_id: 0,
    model_name: '',
    quota: 0,
    cost_usd: '0',
    prompt_tokens: 0,
    completion_tokens: 0,
    cached_tokens: 0,
    reasoning_tokens: 0,
    use_time: 0,
    duration_ms: 0,
    first_byte_ms: 0,
    is_stream: false,
    is_estimated: false,
    multiplier: null,
    userQuota: 0,
    price: null,
    usage_detail: null,
    end_state: '',
    evidence: null,
    on_disconnect: null,
    status: 0,
    error_code: '',
    ip: '',
    ...fields,
  };
}
