/** What the management API answers. */
export interface ManagementReply<T = unknown> {
  status: number;
  success: boolean;
  message: string;
  code?: string;
  data: T;
  total?: number;
}

export interface LogRow {
  id: number;
  request_id: string | null;
  type: number;
  model_name: string;
  quota: number;
  cost_usd: string;
  prompt_tokens: number;
  completion_tokens: number;
  cached_tokens: number;
  is_stream: boolean;
  is_estimated: boolean;
  evidence: string | null;
  on_disconnect: string | null;
  status: number;
  error_code: string;
  end_state: string;
  first_byte_ms: number;
  channel: number;
  content: string | null;
  attempts_log: string | null;
  token_name: string;
  upstream_model: string;
  multiplier: string | null;
  usage_detail: Record<string, unknown> | null;
  price: { lines: { class: string; count: number }[]; total_usd: string } | null;
}

/** The management API as a test uses it: by access token, over HTTP. */
export class Management {
  constructor(
    private readonly url: string,
    private readonly accessToken: string,
  ) {}

  async call<T = unknown>(method: string, path: string, body?: unknown): Promise<ManagementReply<T>> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { authorization: this.accessToken, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { ...((await response.json()) as Omit<ManagementReply<T>, 'status'>), status: response.status };
  }

  async need<T = unknown>(method: string, path: string, body?: unknown): Promise<T> {
    const reply = await this.call<T>(method, path, body);
    if (!reply.success) throw new Error(`${method} ${path}: ${reply.status} ${reply.code} ${reply.message}`);
    return reply.data;
  }

  setOption(key: string, value: unknown): Promise<unknown> {
    return this.need('PUT', '/api/option/', { key, value: typeof value === 'string' ? value : JSON.stringify(value) });
  }

  /** An OpenAI-compatible channel to a server on this machine. */
  async addChannel(baseUrl: string, models: string[], more: Record<string, unknown> = {}): Promise<void> {
    await this.need('POST', '/api/channel/', {
      type: 1,
      name: 'test channel',
      key: 'sk-upstream-secret',
      base_url: baseUrl,
      models: models.join(','),
      group: 'default',
      ...more,
    });
  }

  /** Returns id and full key. */
  addToken(fields: Record<string, unknown> = {}): Promise<{ id: number; key: string }> {
    return this.need('POST', '/api/token/', { name: 'test', unlimited_quota: true, ...fields });
  }

  async logs(query = ''): Promise<LogRow[]> {
    return this.need<LogRow[]>('GET', `/api/log/?page_size=100${query}`);
  }

  self(): Promise<{ id: number; quota: number; used_quota: number; request_count: number; balance_usd: string }> {
    return this.need('GET', '/api/user/self');
  }
}
