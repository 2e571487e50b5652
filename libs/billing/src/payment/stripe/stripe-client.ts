// As `import()` sees it; the types of `require` are others, though both load the same file.
import type { Stripe } from 'stripe' with { 'resolution-mode': 'import' };
import { PROVIDER_LIMIT_MS, type ProviderHttp, type ProviderRequest } from '../provider-http';

export type { Stripe };
export type StripeLibrary = typeof Stripe;

/** Loaded when it is first needed: 15 MB that most gateways never need. */
export async function loadStripe(): Promise<StripeLibrary> {
  return (await import('stripe')).default;
}

/** A client whose requests take our way out. */
export function createStripeClient(Library: StripeLibrary, secret: string, base: string, http: ProviderHttp): Stripe {
  const { protocol, hostname, port } = new URL(base);
  return new Library(secret, {
    host: hostname,
    port: port === '' ? (protocol === 'http:' ? 80 : 443) : Number(port),
    protocol: protocol === 'http:' ? 'http' : 'https',
    httpClient: Library.createFetchHttpClient(fetchThrough(http)),
    timeout: PROVIDER_LIMIT_MS,
    maxNetworkRetries: 1,
    telemetry: false,
  });
}

function fetchThrough(http: ProviderHttp): typeof fetch {
  return async (input, init) => {
    const request: ProviderRequest = {
      method: init?.method as ProviderRequest['method'],
      // The library hands over texts.
      url: input as string,
      headers: Object.fromEntries(new Headers(init?.headers)),
      ...(typeof init?.body === 'string' && init.body !== '' ? { body: init.body } : {}),
      ...(init?.signal instanceof AbortSignal ? { signal: init.signal } : {}),
    };
    const { status, headers, body } = await http.send(request);
    return new Response(body === '' ? null : body, { status, headers: new Headers(headers) });
  };
}
