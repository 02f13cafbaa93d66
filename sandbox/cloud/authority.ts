import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export interface Authority {
  /** PEM, for NODE_EXTRA_CA_CERTS or `tls.setDefaultCACertificates`. */
  readonly ca: string;
  /** A certificate for `localhost`; `rsa` where a JWT is signed with it (client certificates). */
  issue(kind?: 'ec' | 'rsa'): Certificate;
}

const SEQUENCE = 0x30;
const ECDSA_SHA256 = '2a8648ce3d040302';
const COMMON_NAME = '550403';
const SUBJECT_ALT_NAME = '551d11';
const BASIC_CONSTRAINTS = '551d13';
const TRUE = Buffer.from([0xff]);

/** One value in DER (https://en.wikipedia.org/wiki/X.690): tag, length, content. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const size = content.length;
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));

const name = (text: string): Buffer =>
  der(SEQUENCE, der(0x31, der(SEQUENCE, oid(COMMON_NAME), der(0x0c, Buffer.from(text)))));

const time = (date: Date): Buffer =>
  der(0x17, Buffer.from(`${date.toISOString().replaceAll(/[-:T]/g, '').slice(2, 14)}Z`));

const extension = (id: string, value: Buffer, critical = false): Buffer =>
  der(SEQUENCE, oid(id), ...(critical ? [der(0x01, TRUE)] : []), der(0x04, value));

interface Subject {
  readonly subject: string;
  readonly issuer: string;
  readonly publicKey: KeyObject;
  readonly extension: Buffer;
}

function certificate(of: Subject, signer: KeyObject, now: Date): string {
  const day = 24 * 3600 * 1000;
  const algorithm = der(SEQUENCE, oid(ECDSA_SHA256));
  // The leading byte keeps the serial number positive and in its shortest form.
  const serial = Buffer.concat([Buffer.from([0x40]), randomBytes(15)]);
  const body = der(
    SEQUENCE,
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, serial),
    algorithm,
    name(of.issuer),
    der(SEQUENCE, time(new Date(now.getTime() - day)), time(new Date(now.getTime() + 30 * day))),
    name(of.subject),
    of.publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, der(SEQUENCE, of.extension)),
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', body, signer));
  const base64 = der(SEQUENCE, body, algorithm, signature).toString('base64');
  const lines = base64.match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

const keyPair = (kind: 'ec' | 'rsa') =>
  kind === 'ec'
    ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
    : generateKeyPairSync('rsa', { modulusLength: 2048 });

/** A certificate authority that exists only as long as the process. */
export function createAuthority(): Authority {
  const root = keyPair('ec');
  const now = new Date();
  const issuer = `Sandbox authority ${randomBytes(4).toString('hex')}`;
  const isAuthority = extension(BASIC_CONSTRAINTS, der(SEQUENCE, der(0x01, TRUE)), true);
  const localhost = extension(
    SUBJECT_ALT_NAME,
    der(SEQUENCE, der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from([127, 0, 0, 1]))),
  );
  return {
    ca: certificate(
      { subject: issuer, issuer, publicKey: root.publicKey, extension: isAuthority },
      root.privateKey,
      now,
    ),
    issue(kind = 'ec') {
      const { publicKey, privateKey } = keyPair(kind);
      const subject = { subject: 'localhost', issuer, publicKey, extension: localhost };
      return {
        cert: certificate(subject, root.privateKey, now),
        key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      };
    },
  };
}
