/**
 * Encrypts what has to be readable again: caller keys and upstream keys. AES-256-GCM, a fresh nonce for each value;
 * the sealed form is `v1.<base64url of nonce|tag|ciphertext>`.
 */
export abstract class SecretBox {
  abstract seal(plain: string): string;
  /** Whether the text has the form that `seal` gives; clear texts that begin like it are not told apart. */
  abstract isSealed(text: string): boolean;
  /** Throws AppError `secret.unreadable` when the value was sealed with another key or was altered. */
  abstract open(sealed: string): string;
}
