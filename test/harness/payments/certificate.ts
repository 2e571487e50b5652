import { sign, type KeyObject } from 'node:crypto';

/** A self-signed certificate in PEM; `serial` in hexadecimal, its first digit below 8. Node can read certificates but not make them. */
export function makeCertificate(
  keys: { publicKey: KeyObject; privateKey: KeyObject },
  serial: string,
  validFrom: Date,
  validTo: Date,
): string {
  const name = sequence(set(sequence(objectId('550403'), tagged(0x0c, Buffer.from('Tenpay.com sign')))));
  const algorithm = sequence(objectId('2a864886f70d01010b'), tagged(0x05, Buffer.alloc(0)));
  const body = sequence(
    tagged(0xa0, tagged(0x02, Buffer.from([2]))),
    tagged(0x02, Buffer.from(serial, 'hex')),
    algorithm,
    name,
    sequence(time(validFrom), time(validTo)),
    name,
    keys.publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = tagged(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', body, keys.privateKey)]));
  const base64 = sequence(body, algorithm, signature).toString('base64');
  return `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
}

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: Buffer[]) => tagged(0x30, Buffer.concat(parts));
const set = (...parts: Buffer[]) => tagged(0x31, Buffer.concat(parts));
const objectId = (hex: string) => tagged(0x06, Buffer.from(hex, 'hex'));
const time = (date: Date) => tagged(0x18, Buffer.from(`${date.toISOString().slice(0, 19).replace(/[-T:]/g, '')}Z`));
