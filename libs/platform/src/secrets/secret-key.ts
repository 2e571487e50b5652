import { hkdfSync } from 'node:crypto';
import type { AppConfig } from '../config/app-config';
import { readOrCreateKeyFile } from './key-file';

const KEY_LENGTH = 32;

/** The key of stored secrets: from CRYPTO_SECRET, else from a file made at the first start. */
export function loadSecretKey(config: Pick<AppConfig, 'cryptoSecret' | 'dataDir'>): Buffer {
  const material = config.cryptoSecret ?? readOrCreateKeyFile(config.dataDir);
  return Buffer.from(hkdfSync('sha256', material, '', 'chat-api secret box v1', KEY_LENGTH));
}
