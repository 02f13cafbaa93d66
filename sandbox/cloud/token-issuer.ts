import { randomUUID } from 'node:crypto';
import { errors, type JWTPayload } from 'jose';
import {
  APP_ID_URI,
  BOT_APP_ID,
  BOT_OBJECT_ID,
  type Person,
  personByObjectId,
  TENANT_ID,
} from './directory.ts';
import type { SigningKey } from './keys.ts';

export interface UserTokenOptions {
  readonly audience?: string;
  /** Seconds; negative for a token that has expired. */
  readonly expiresIn?: number;
  readonly oid?: string;
  readonly tid?: string;
}

export interface OnBehalfOf {
  /** The claims of the assertion. */
  readonly of: JWTPayload;
  readonly audience: string;
  readonly scopes: readonly string[];
  /** What the client can do, e.g. `cp1`. */
  readonly capabilities: readonly string[];
}

export interface TokenIssuer {
  readonly issuer: string;
  /** Every token that was ever issued, oldest first. */
  readonly issued: readonly string[];
  user(person: Person, options?: UserTokenOptions): Promise<string>;
  /** A token of the bot itself. */
  app(audience: string, roles?: readonly string[]): Promise<string>;
  onBehalfOf(request: OnBehalfOf): Promise<string>;
  /** The claims if Entra signed the token; why not otherwise. */
  read(token: string): Promise<JWTPayload | 'expired' | 'invalid'>;
}

const TEAMS_CLIENT_ID = '1fec8e78-bce4-4aaf-ab1b-5451cc387264';
export const TOKEN_LIFETIME = 3600;

export function createTokenIssuer(url: string, key: SigningKey): TokenIssuer {
  const issuerOf = (tenant: string) => `${url}/${tenant}/v2.0`;
  const issued: string[] = [];

  async function sign(claims: JWTPayload, tid: string, expiresIn: number): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const token = await key.sign({
      iss: issuerOf(tid),
      tid,
      iat: Math.min(now, now + expiresIn),
      nbf: Math.min(now, now + expiresIn),
      exp: now + expiresIn,
      uti: randomUUID(),
      ...claims,
    });
    issued.push(token);
    return token;
  }

  return {
    issuer: issuerOf(TENANT_ID),
    issued,
    user(person, options = {}) {
      const { audience = APP_ID_URI, expiresIn = TOKEN_LIFETIME } = options;
      const { oid = person.aadObjectId, tid = TENANT_ID } = options;
      const claims = {
        aud: audience,
        appid: TEAMS_CLIENT_ID,
        azp: TEAMS_CLIENT_ID,
        name: person.name,
        oid,
        preferred_username: person.upn,
        scp: 'access_as_user',
        sub: `sub-${oid}`,
        upn: person.upn,
        ver: audience === BOT_APP_ID ? '2.0' : '1.0',
      };
      return sign(claims, tid, expiresIn);
    },
    app(audience, roles) {
      const claims = {
        aud: audience,
        appid: BOT_APP_ID,
        azp: BOT_APP_ID,
        idtyp: 'app',
        oid: BOT_OBJECT_ID,
        sub: BOT_OBJECT_ID,
        ver: '1.0',
        ...(roles ? { roles } : {}),
      };
      return sign(claims, TENANT_ID, TOKEN_LIFETIME);
    },
    onBehalfOf({ of, audience, scopes, capabilities }) {
      const person = personByObjectId(`${of.oid}`);
      const claims = {
        aud: audience,
        appid: BOT_APP_ID,
        idtyp: 'user',
        name: person?.name ?? of.name,
        oid: of.oid,
        scp: scopes.join(' '),
        sub: of.sub ?? '',
        upn: person?.upn ?? of.upn,
        ver: '1.0',
        ...(capabilities.length > 0 ? { xms_cc: capabilities } : {}),
      };
      return sign(claims, TENANT_ID, TOKEN_LIFETIME);
    },
    async read(token) {
      try {
        return await key.verify(token);
      } catch (error) {
        return error instanceof errors.JWTExpired ? 'expired' : 'invalid';
      }
    },
  };
}
