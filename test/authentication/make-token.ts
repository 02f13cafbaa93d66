import { createHmac } from 'node:crypto';
import { BOT_FRAMEWORK } from '../../sandbox/cloud/channel.ts';
import { BOT_APP_ID } from '../../sandbox/cloud/directory.ts';
import { type Issuer, type Json, jwt, signedBy } from './issuer.ts';

export interface Occasion {
  readonly issuer: Issuer;
  readonly serviceUrl: string;
  /** Where nobody may ask for keys. */
  readonly foreignUrl: string;
}

export type MakeToken = (occasion: Occasion) => string;

export const seconds = (fromNow: number): number => Math.floor(Date.now() / 1000) + fromNow;

const HEADER: Json = { alg: 'RS256', typ: 'JWT', kid: 'teams' };

const claimsFor = ({ serviceUrl }: Occasion): Json => ({
  iss: BOT_FRAMEWORK,
  aud: BOT_APP_ID,
  serviceurl: serviceUrl,
  nbf: seconds(-60),
  exp: seconds(3600),
});

/** As Teams signs, but for these changes. */
export const genuine =
  (claims: Json | ((occasion: Occasion) => Json) = {}, header: Json = {}): MakeToken =>
  (occasion) => {
    const changes = typeof claims === 'function' ? claims(occasion) : claims;
    const payload = { ...claimsFor(occasion), ...changes };
    return jwt({ ...HEADER, ...header }, payload, signedBy(occasion.issuer.teams));
  };

export const hmac = (header: Json, secret: (issuer: Issuer) => string): MakeToken => {
  return (occasion) =>
    jwt({ ...HEADER, alg: 'HS256', ...header }, claimsFor(occasion), (text) =>
      createHmac('sha256', secret(occasion.issuer)).update(text).digest('base64url'),
    );
};

export const unsigned =
  (alg: unknown): MakeToken =>
  (occasion) =>
    jwt({ ...HEADER, alg }, claimsFor(occasion), () => 'x');

/** Signed with a key that the token itself brings or points to. */
export const bringsKey =
  (header: (foreignUrl: string, jwk: object) => Json, kid: string): MakeToken =>
  (occasion) => {
    const { foreignUrl, issuer } = occasion;
    const jwk = issuer.elliptic.export({ format: 'jwk' });
    const full = { ...HEADER, kid, alg: 'ES256', ...header(foreignUrl, jwk) };
    return jwt(full, claimsFor(occasion), signedBy(issuer.elliptic));
  };

export const tampered = (occasion: Occasion): string => {
  const [header, , signature] = genuine()(occasion).split('.');
  const [, payload] = genuine({ exp: seconds(9999) })(occasion).split('.');
  return [header, payload, signature].join('.');
};

export const payloadOf =
  (payload: unknown): MakeToken =>
  ({ issuer }) =>
    jwt(HEADER, payload, signedBy(issuer.teams));

export const many = (count: number): Json =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`c${index}`, 1]));
