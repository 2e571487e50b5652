import type { LookupFunction, Socket, SocketConnectOpts } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { SocksClientOptions } from 'socks';
import type { buildConnector } from 'undici';

/** Connects through a SOCKS5 proxy; the proxy resolves the host name. */
export function socksConnector(proxyUrl: string, timeoutMs: number, lookup: LookupFunction): buildConnector.connector {
  const proxy = new URL(proxyUrl);
  return (options, callback) => {
    const { hostname, protocol } = options;
    const port = Number(options.port) || (protocol === 'https:' ? 443 : 80);
    openThrough({
      proxy: {
        host: proxy.hostname.replace(/^\[|\]$/g, ''),
        port: Number(proxy.port) || 1080,
        type: 5,
        ...(proxy.username === ''
          ? {}
          : { userId: decodeURIComponent(proxy.username), password: decodeURIComponent(proxy.password) }),
      },
      command: 'connect',
      destination: { host: hostname, port },
      timeout: timeoutMs,
      socket_options: { lookup } as SocketConnectOpts,
    }).then(
      ({ socket }) => {
        socket.setNoDelay(true);
        if (protocol !== 'https:') return callback(null, socket);
        const secure = connectTls({ socket, servername: options.servername ?? hostname, ALPNProtocols: ['http/1.1'] });
        const timer = setTimeout(() => secure.destroy(new Error('TLS handshake timed out')), timeoutMs);
        const onError = (error: Error): void => {
          clearTimeout(timer);
          callback(error, null);
        };
        secure.once('error', onError);
        secure.once('secureConnect', () => {
          clearTimeout(timer);
          secure.off('error', onError);
          callback(null, secure);
        });
      },
      (error: Error) => callback(error, null),
    );
  };
}

/** Loaded by the first call that takes such a proxy. */
async function openThrough(options: SocksClientOptions): Promise<{ socket: Socket }> {
  const { SocksClient } = await import('socks');
  return SocksClient.createConnection(options);
}
