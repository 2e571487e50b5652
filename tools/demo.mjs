// `npm run demo`: the gateway, an independent mock provider behind it, a channel, a key, and one streamed chat through
// the official client. Nothing is faked between them: real HTTP, a real database, real money rows.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildIfStale } from './build.mjs';
import { installIfStale } from './install-if-stale.mjs';

const root = resolve(fileURLToPath(import.meta.url), '../..');
const ACCESS_TOKEN = 'demo-access-token-0123456789abcdef';
const MODEL = 'gpt-4o-mini';

installIfStale();
if (!buildIfStale('server')) process.exit(1);
const { LLMock } = await import('@copilotkit/aimock');
const { default: OpenAI } = await import('openai');

const folder = mkdtempSync(join(tmpdir(), 'chat-api-demo-'));
const provider = new LLMock({ port: 0, latency: 40 });
provider.onMessage(/.*/, {
  content: 'Sure. A gateway takes one key, picks an upstream, relays the call and writes down what it cost.',
  usage: { prompt_tokens: 21, completion_tokens: 20, total_tokens: 41 },
});
await provider.start();
const gateway = await startGateway();
try {
  await demonstrate();
} finally {
  gateway.child.kill('SIGTERM');
  await new Promise((done) => gateway.child.once('exit', done));
  await provider.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function demonstrate() {
  await manage('POST', '/api/channel/', {
    type: 1,
    name: 'mock provider',
    key: 'sk-of-the-provider',
    base_url: provider.url,
    models: MODEL,
    group: 'default',
  });
  const { key } = await manage('POST', '/api/token/', { name: 'demo', unlimited_quota: true });
  const before = await manage('GET', '/api/user/self');
  console.log(`gateway   ${gateway.url}\nprovider  ${provider.url} (@copilotkit/aimock)\nkey       ${key.slice(0, 7)}…\n`);

  const question = 'What does a gateway do?';
  console.log(`> ${question}`);
  const client = new OpenAI({ apiKey: key, baseURL: `${gateway.url}/v1` });
  const stream = await client.chat.completions.create({
    model: MODEL,
    stream: true,
    messages: [{ role: 'user', content: question }],
  });
  for await (const part of stream) process.stdout.write(part.choices[0]?.delta.content ?? '');

  const row = await logRow();
  const after = await manage('GET', '/api/user/self');
  console.log(`\n\nlog       #${row.id} ${row.model_name}, ${row.prompt_tokens} + ${row.completion_tokens} tokens, first byte ${row.first_byte_ms} ms, ${row.duration_ms} ms, ${row.end_state}, request ${row.request_id}`);
  for (const line of row.price.lines) {
    console.log(`price     ${line.class.padEnd(9)} ${String(line.count).padStart(6)} × $${line.usd_per_million} per million`);
  }
  console.log(`          group factor ${row.price.group_ratio} → $${row.price.total_usd} (quota ${row.quota})`);
  console.log(`balance   $${before.balance_usd} → $${after.balance_usd}`);
}

/** The row follows the answer by a few milliseconds: rows are written in groups. */
async function logRow() {
  for (let tries = 0; tries < 100; tries++) {
    const [row] = await manage('GET', '/api/log/self?type=2');
    if (row !== undefined) return row;
    await new Promise((done) => setTimeout(done, 20));
  }
  throw new Error('no log row was written');
}

async function manage(method, path, body) {
  const response = await fetch(gateway.url + path, {
    method,
    headers: { authorization: ACCESS_TOKEN, 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  const reply = await response.json();
  if (!reply.success) throw new Error(`${method} ${path}: ${reply.message}`);
  return reply.data;
}

function startGateway() {
  const child = spawn(process.execPath, [join(root, 'dist/apps/gateway/src/main.js')], {
    cwd: folder,
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PORT: '0',
      HOST: '127.0.0.1',
      DATA_DIR: folder,
      SQL_DSN: '',
      UPSTREAM_ALLOW_PRIVATE: '127.0.0.1',
      INITIAL_ROOT_PASSWORD: 'only for the demo',
      INITIAL_ROOT_ACCESS_TOKEN: ACCESS_TOKEN,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((done, fail) => {
    let output = '';
    child.stdout.on('data', (part) => {
      output += part;
      const url = /listening on (http:\/\/\S+)/.exec(output)?.[1];
      if (url) done({ child, url });
    });
    child.once('exit', (code) => fail(new Error(`the gateway ended with ${code}\n${output}`)));
  });
}
