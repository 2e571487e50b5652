import { createPrivateKey, createPublicKey, X509Certificate, type KeyObject } from 'node:crypto';
import { optionValueInvalid, type OptionDefinition } from '@app/platform';

/** A private RSA key: PEM, or the bare base64 that the consoles' tools give, PKCS#8 or PKCS#1. Undefined = none. */
export function privateKeyOption(key: string): OptionDefinition<KeyObject | undefined> {
  return keyOption(key, true, readPrivateKey, ['RSA 私钥', 'a private RSA key']);
}

/** A public RSA key: PEM, bare base64, or a certificate in PEM. Undefined = none. */
export function publicKeyOption(key: string): OptionDefinition<KeyObject | undefined> {
  return keyOption(key, false, readPublicKey, ['RSA 公钥', 'a public RSA key']);
}

function keyOption(
  key: string,
  secret: boolean,
  read: (text: string) => KeyObject | undefined,
  [zh, en]: [string, string],
): OptionDefinition<KeyObject | undefined> {
  return {
    key,
    defaultText: '',
    secret,
    parse(text) {
      const trimmed = text.trim();
      if (trimmed === '') return undefined;
      const found = read(trimmed);
      if (found?.asymmetricKeyType === 'rsa') return found;
      throw optionValueInvalid(key, `必须为${zh}（PEM 或 Base64）`, `it must be ${en}, as PEM or base64`);
    },
  };
}

function readPrivateKey(text: string): KeyObject | undefined {
  if (text.startsWith('-----')) return attempt(() => createPrivateKey(text));
  const der = Buffer.from(text, 'base64');
  return (
    attempt(() => createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })) ??
    attempt(() => createPrivateKey({ key: der, format: 'der', type: 'pkcs1' }))
  );
}

function readPublicKey(text: string): KeyObject | undefined {
  // Node makes the public half of a private key out of it: whoever pastes the wrong one shall hear of it.
  if (text.includes('PRIVATE KEY')) return undefined;
  if (text.startsWith('-----BEGIN CERTIFICATE')) return attempt(() => new X509Certificate(text).publicKey);
  if (text.startsWith('-----')) return attempt(() => createPublicKey(text));
  return attempt(() => createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' }));
}

/** Undefined = not readable so; what Node says about it could quote the key. */
function attempt(read: () => KeyObject): KeyObject | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
