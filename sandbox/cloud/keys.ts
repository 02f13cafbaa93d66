import {
  calculateJwkThumbprint,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type JWK,
  type JWTPayload,
  type JWTVerifyOptions,
  jwtVerify,
  SignJWT,
} from 'jose';
import { type Authority, createAuthority } from './authority.ts';

export interface SigningKey {
  readonly kid: string;
  /** The public half, as published in a key set. */
  readonly jwk: JWK;
  readonly spki: string;
  /** Signs with RS256; `kid` lets a forgery name somebody else's key. */
  sign(claims: JWTPayload, kid?: string): Promise<string>;
  verify(token: string, options?: JWTVerifyOptions): Promise<JWTPayload>;
}

async function createSigningKey(): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const jwk = await exportJWK(publicKey);
  const own = await calculateJwkThumbprint(jwk);
  return {
    kid: own,
    jwk: { ...jwk, kid: own, use: 'sig', alg: 'RS256' },
    spki: await exportSPKI(publicKey),
    sign: (claims, kid = own) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid }).sign(privateKey),
    verify: async (token, options) =>
      (await jwtVerify(token, publicKey, { ...options, algorithms: ['RS256'] })).payload,
  };
}

export interface Keys {
  readonly authority: Authority;
  readonly entra: SigningKey;
  /** Signs what Teams sends to bots. */
  readonly teams: SigningKey;
  /** Published beside it, but endorsed for another channel. */
  readonly webchat: SigningKey;
  /** Never published. */
  readonly foreign: SigningKey;
}

async function createKeys(): Promise<Keys> {
  const [entra, teams, webchat, foreign] = await Promise.all([
    createSigningKey(),
    createSigningKey(),
    createSigningKey(),
    createSigningKey(),
  ]);
  return { authority: await createAuthority(), entra, teams, webchat, foreign };
}

let keys: Promise<Keys> | undefined;

/**
 * The same keys for every cloud of this process: clients keep published keys for a day per
 * address, and a port may come back; trusting one authority is then enough, too.
 */
export function processKeys(): Promise<Keys> {
  keys ??= createKeys();
  return keys;
}
