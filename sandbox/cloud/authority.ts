import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import {
  BasicConstraintsExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export interface Authority {
  /** PEM, for NODE_EXTRA_CA_CERTS or `tls.setDefaultCACertificates`. */
  readonly ca: string;
  /** A certificate for `localhost`; `rsa` where a JWT is signed with it (client certificates). */
  issue(kind?: 'ec' | 'rsa'): Promise<Certificate>;
}

const DAY_MS = 24 * 3600 * 1000;
const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const RSA = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 2048,
};

const keyPair = (kind: 'ec' | 'rsa'): Promise<CryptoKeyPair> =>
  crypto.subtle.generateKey(kind === 'ec' ? EC : RSA, true, ['sign', 'verify']);

/** A certificate authority that exists only as long as the process. */
export async function createAuthority(): Promise<Authority> {
  const root = await keyPair('ec');
  const issuer = `CN=Sandbox authority ${randomBytes(4).toString('hex')}`;
  const lifetime = {
    notBefore: new Date(Date.now() - DAY_MS),
    notAfter: new Date(Date.now() + 30 * DAY_MS),
  };
  const own = await X509CertificateGenerator.createSelfSigned({
    name: issuer,
    keys: root,
    signingAlgorithm: EC,
    extensions: [new BasicConstraintsExtension(true, undefined, true)],
    ...lifetime,
  });
  return {
    ca: own.toString('pem'),
    async issue(kind = 'ec') {
      const { publicKey, privateKey } = await keyPair(kind);
      const certificate = await X509CertificateGenerator.create({
        subject: 'CN=localhost',
        issuer,
        publicKey,
        signingKey: root.privateKey,
        signingAlgorithm: EC,
        extensions: [
          new SubjectAlternativeNameExtension([
            { type: 'dns', value: 'localhost' },
            { type: 'ip', value: '127.0.0.1' },
          ]),
        ],
        ...lifetime,
      });
      const pkcs8 = await crypto.subtle.exportKey('pkcs8', privateKey);
      return {
        cert: `${certificate.toString('pem')}\n`,
        key: `${PemConverter.encode(pkcs8, 'PRIVATE KEY')}\n`,
      };
    },
  };
}
