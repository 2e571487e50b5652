// Development stand-in for the gateway: serves dist/console and a few management routes from memory.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
const dist = new URL('../../dist/console/', import.meta.url).pathname;
let password = '123456', signedIn = false, must = true;
const now = Math.floor(Date.now() / 1000);
const models = ['gpt-4o-mini', 'claude-sonnet-4-5-20250929', 'deepseek-chat', 'gemini-2.5-pro'];
const rows = Array.from({ length: 57 }, (_, i) => i % 9 === 4
  ? { id: 57 - i, user_id: 1, created_at: now - i * 1613, type: [1, 3, 4][i % 3], username: 'root', token_name: '', model_name: '', quota: i % 3 ? 0 : 500000, cost_usd: i % 3 ? '0' : '1', prompt_tokens: 0, completion_tokens: 0, token_id: 0, use_time: 0, first_byte_ms: null, is_stream: false, multiplier: i % 3 ? '用户登录' : '通过兑换码充值', price: null, request_id: null, ip: '203.0.113.9' }
  : { id: 57 - i, user_id: 1, created_at: now - i * 1613, type: i % 13 === 7 ? 5 : 2, username: 'root', token_name: ['default', 'work laptop', 'ci'][i % 3], model_name: models[i % 4], quota: 120 + i * 37, cost_usd: (0.00024 + i * 0.000074).toFixed(7), prompt_tokens: 800 + i * 113, completion_tokens: 40 + i * 31, token_id: 3, use_time: 1 + (i % 7), first_byte_ms: i % 2 ? 320 + i * 9 : null, is_stream: i % 2 === 1, multiplier: '模型倍率 1.25，补全倍率4.00，分组倍率 1.00',
      price: { kind: 'ratio', model: models[i % 4], lines: [{ class: 'input', count: 800 + i * 113, usd_per_million: '2.5' }, { class: 'cacheRead', count: 256, usd_per_million: '1.25' }, { class: 'output', count: 40 + i * 31, usd_per_million: '10' }], group_ratio: 1, total_usd: (0.00024 + i * 0.000074).toFixed(7), estimated: i % 5 === 0 || undefined }, request_id: `20261123${100000 + i}8f31c2a9d4b7e610`, ip: '203.0.113.9' });
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
const send = (res, status, body) => { res.writeHead(status, { 'content-type': 'application/json' }); res.end(JSON.stringify(body)); };
const ok = (res, data, more) => send(res, 200, { success: true, message: '', data, ...more });
createServer(async (req, res) => {
  const url = new URL(req.url, 'http://x'); let raw = ''; for await (const c of req) raw += c; const body = raw ? JSON.parse(raw) : {};
  const zh = /^zh/.test(req.headers['accept-language'] ?? '');
  if (url.pathname === '/api/user/login') {
    if (body.username !== 'root' || body.password !== password) return send(res, 401, { success: false, code: 'user.credentials_wrong', message: zh ? '用户名或密码错误，或用户已被封禁' : 'Wrong username or password, or the user is banned' });
    signedIn = true; return ok(res, {});
  }
  if (url.pathname.startsWith('/api/') && !signedIn) return send(res, 401, { success: false, code: 'user.not_signed_in', message: 'no' });
  if (url.pathname === '/api/user/logout') { signedIn = false; return ok(res, null); }
  if (url.pathname === '/api/user/self' && req.method === 'PUT') {
    if (body.original_password !== password) return send(res, 422, { success: false, code: 'user.password_wrong', message: zh ? '原密码错误' : 'The current password is wrong' });
    password = body.password; must = false; return ok(res, null);
  }
  if (url.pathname.startsWith('/api/') && must && url.pathname !== '/api/user/self') return send(res, 403, { success: false, code: 'user.password_change_required', message: 'x' });
  if (url.pathname === '/api/user/self') return ok(res, { id: 1, username: 'root', display_name: 'Root User', role: 100, status: 1, email: '', group: 'default', quota: 61728395, used_quota: 1843020, request_count: 5312, balance_usd: '123.45679', must_change_password: must });
  if (url.pathname === '/api/log/self/stat') return ok(res, { quota: 1843020, rpm: 12, tpm: 18230 });
  if (url.pathname === '/api/log/self') {
    const q = url.searchParams; const hit = rows.filter((r) => (!q.get('type') || r.type === +q.get('type')) && (!q.get('model_name') || r.model_name === q.get('model_name')) && (!q.get('token_name') || r.token_name === q.get('token_name')) && r.created_at >= +(q.get('start_timestamp') ?? 0));
    const p = +q.get('p'), n = +q.get('page_size'); return ok(res, hit.slice(p * n, p * n + n), { total: hit.length });
  }
  if (url.pathname.startsWith('/api/')) return send(res, 404, { error: { message: 'Invalid URL' } });
  const file = await readFile(join(dist, url.pathname)).catch(() => undefined);
  res.writeHead(200, { 'content-type': types[file ? extname(url.pathname) : '.html'] ?? 'application/octet-stream' });
  res.end(file ?? (await readFile(join(dist, 'index.html'))));
}).listen(Number(process.env.PORT ?? 4300), '127.0.0.1');
