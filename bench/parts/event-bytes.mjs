import net from 'node:net';
import { EVENT_COUNTS, EVENT_PAUSE_MS } from './cases.mjs';
import { API_KEY } from './places.mjs';
import { requestFor, streamModel } from './stream-requests.mjs';

const SILENCE_MS = 10_000;

/**
 * Bytes of one event with its chunk's framing, as this target's client gets it: each dialect writes events of another length.
 * What two streams of different length have in common falls out.
 */
export async function measureEventBytes(target, { caller, upstream }) {
  const sizes = [];
  for (const events of EVENT_COUNTS) {
    const model = streamModel(upstream, events, EVENT_PAUSE_MS);
    sizes.push(await streamBytes(target.port, requestFor(target, { caller, upstream, model })));
    target.onLoad?.({ model, connections: 0, answered: 1 });
  }
  return (sizes[1] - sizes[0]) / (EVENT_COUNTS[1] - EVENT_COUNTS[0]);
}

function streamBytes(port, { path, body }) {
  const head = [
    ...[`POST ${path} HTTP/1.1`, 'host: 127.0.0.1', 'connection: close', `authorization: Bearer ${API_KEY}`],
    ...['content-type: application/json', `content-length: ${Buffer.byteLength(body)}`],
  ].join('\r\n');
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write(`${head}\r\n\r\n${body}`));
    socket.setTimeout(SILENCE_MS, () => socket.destroy(new Error('A stream to be counted fell silent')));
    let bytes = 0;
    let start = '';
    socket.on('data', (part) => {
      bytes += part.length;
      if (start.length < 12) start += part.toString('latin1');
    });
    socket.on('error', reject);
    socket.on('end', () => {
      if (start.startsWith('HTTP/1.1 200')) resolve(bytes);
      else reject(new Error(`A stream to be counted was answered with: ${start.slice(0, 300)}`));
    });
  });
}
