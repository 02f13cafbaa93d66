import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createFaults } from '../../sandbox/cloud/faults.ts';
import { processKeys } from '../../sandbox/cloud/keys.ts';
import { openHost } from '../../sandbox/cloud/service.ts';

export type Json = Readonly<Record<string, unknown>>;

/** Publishes keys as the Bot Framework does, and signs with them whatever a test asks for. */
export interface Issuer {
  readonly metadataUrl: string;
  /** Published for Teams. */
  readonly teams: KeyObject;
  /** Published for Teams, but for another kind of signature. */
  readonly elliptic: KeyObject;
  readonly publicPem: string;
  readonly modulus: string;
  close(): Promise<void>;
}

export async function startIssuer(): Promise<Issuer> {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const certificate = await (await processKeys()).authority.issue();
  const host = await openHost({ port: 0, faults: createFaults(), certificate });
  const endorsements = ['msteams'];
  const jwk = rsa.publicKey.export({ format: 'jwk' });
  const keys = [
    { ...jwk, kid: 'teams', endorsements },
    { ...ec.publicKey.export({ format: 'jwk' }), kid: 'elliptic', endorsements },
    { kty: 'oct', k: Buffer.from('secret').toString('base64url'), kid: 'secret', endorsements },
  ];
  const reply = (body: object) => () => ({ status: 200, body });
  host.serve({
    routes: [
      { method: 'GET', path: '/metadata', handle: reply({ jwks_uri: `${host.url}/keys` }) },
      { method: 'GET', path: '/keys', handle: reply({ keys }) },
    ],
    refuse: (status) => ({ status }),
  });
  return {
    metadataUrl: `${host.url}/metadata`,
    teams: rsa.privateKey,
    elliptic: ec.privateKey,
    publicPem: rsa.publicKey.export({ format: 'pem', type: 'spki' }).toString(),
    modulus: jwk.n ?? '',
    close: host.close,
  };
}

export const encoded = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** What an RS256 signature of this key looks like. */
export const signedBy =
  (key: KeyObject, hash = 'sha256') =>
  (text: string): string =>
    sign(hash, Buffer.from(text), key).toString('base64url');

export const jwt = (
  header: unknown,
  payload: unknown,
  signature: (text: string) => string,
): string => {
  const text = `${encoded(header)}.${encoded(payload)}`;
  return `${text}.${signature(text)}`;
};
