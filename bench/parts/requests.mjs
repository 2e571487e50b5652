import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { API_KEY, UPSTREAM_URL } from './places.mjs';
import { hasEnded } from './processes.mjs';

/** One chat completion; resolves to the status, 0 when nobody answers. A new connection each time unless `agent` is given. */
export function askOnce(port, model, { isPeer = false, agent = false } = {}) {
  const body = JSON.stringify({ model, messages: [{ role: 'user', content: 'hi' }] });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${API_KEY}` };
  if (isPeer) Object.assign(headers, { 'x-portkey-provider': 'openai', 'x-portkey-custom-host': `${UPSTREAM_URL}/v1` });
  return new Promise((resolve) => {
    const options = { host: '127.0.0.1', port, path: '/v1/chat/completions', method: 'POST', headers, agent };
    const request = http.request(options, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode));
      response.on('error', () => resolve(0));
    });
    request.on('error', () => resolve(0));
    request.end(body);
  });
}

/** Asks until there is an answer; resolves to the milliseconds since `startedAtMs`. */
export async function firstAnswer(child, port, startedAtMs, isPeer) {
  let status = 0;
  while (performance.now() - startedAtMs < 30_000 && !hasEnded(child)) {
    status = await askOnce(port, 'm-plain', { isPeer });
    if (status === 200) return performance.now() - startedAtMs;
    await sleep(5);
  }
  throw new Error(`No answer (last status ${status})`);
}

/** Exactly `count` requests, of which none is cut off; resolves to the number of answers with status 200. */
export async function askExactly(count, port, model) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });
  const statuses = await Promise.all(Array.from({ length: count }, () => askOnce(port, model, { agent })));
  agent.destroy();
  return statuses.filter((status) => status === 200).length;
}
