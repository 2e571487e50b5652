// The yardstick R: the least that a relay on node:http and undici can do. It reads a request, sends it on and hands the
// answer back, without keys, prices, checks or logs. Usage: node bare-relay.mjs PORT UPSTREAM
import http from 'node:http';
import { Pool } from 'undici';

const [port, upstream] = process.argv.slice(2);
// Without a limit on connections that matters here: a stream that waits for one would look like a slow relay.
const options = { connections: 1024, pipelining: 1, keepAliveTimeout: 60_000, headersTimeout: 0, bodyTimeout: 0 };
const pool = new Pool(upstream, options);
const headers = { 'content-type': 'application/json', authorization: 'Bearer sk-upstream' };

class Answer {
  parts = [];

  constructor(response) {
    this.response = response;
  }

  onRequestStart() {}

  onResponseStart(_, status, upstreamHeaders) {
    this.head = { 'content-type': upstreamHeaders['content-type'] };
    this.status = status;
    this.isWhole = upstreamHeaders['content-length'] !== undefined;
    if (!this.isWhole) this.response.writeHead(status, this.head);
  }

  onResponseData(controller, chunk) {
    if (this.isWhole) {
      this.parts.push(chunk);
    } else if (this.response.destroyed) {
      // Paused for a caller who has gone, the connection would never come back to the pool.
      controller.abort(new Error('The caller has gone'));
    } else if (!this.response.write(chunk)) {
      controller.pause();
      this.response.once('drain', () => controller.resume());
    }
  }

  // Header and body of a whole answer leave in one write.
  onResponseEnd() {
    if (!this.isWhole) return this.response.end();
    const body = joined(this.parts);
    this.response.writeHead(this.status, { ...this.head, 'content-length': body.length });
    this.response.end(body);
  }

  onResponseError() {
    if (!this.response.headersSent) this.response.writeHead(502);
    this.response.end();
  }
}

const joined = (parts) => (parts.length === 1 ? parts[0] : Buffer.concat(parts));

http
  .createServer((request, response) => {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () =>
      pool.dispatch({ path: request.url, method: 'POST', headers, body: joined(parts) }, new Answer(response)),
    );
  })
  .listen(Number(port), '127.0.0.1', 4096);
