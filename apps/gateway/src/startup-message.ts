import type { AddressInfo } from 'node:net';
import type { AppConfig } from '@app/platform';
import type { FirstAccount } from '@app/user';

/** What a person who just started the gateway needs to know; secrets only when they were made up or are the default. */
export function startupMessage(address: AddressInfo, config: AppConfig, first: FirstAccount | undefined): string {
  const isEverywhere = address.address === '::' || address.address === '0.0.0.0';
  const url = `http://${isEverywhere ? 'localhost' : address.address}:${address.port}`;
  const lines = ['', `  Chat API is listening on ${url}`, `  Relay base URL: ${url}/v1   API docs: ${url}/api/docs`];
  if (first !== undefined) {
    const secret = first.password === undefined ? 'INITIAL_ROOT_PASSWORD' : `${first.password}   (change it before anything else)`;
    lines.push('', `  First sign-in: ${first.username} / ${secret}`);
    if (config.initialRoot.token === undefined) lines.push(`  First API key: ${first.tokenKey}   (shown here once)`);
  }
  return `${lines.join('\n')}\n\n`;
}
