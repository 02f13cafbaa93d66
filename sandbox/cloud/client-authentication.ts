import { X509Certificate } from 'node:crypto';
import { decodeJwt, jwtVerify } from 'jose';
import { BOT_APP_ID, BOT_APP_SECRET, BOT_OBJECT_ID, TENANT_ID } from './directory.ts';
import type { EntraCode } from './entra-errors.ts';
import type { TokenIssuer } from './token-issuer.ts';

/** Audience of the assertions which a managed identity gives in place of a secret. */
export const FEDERATION_AUDIENCE = 'api://AzureADTokenExchange';

export interface ClientAuthentication {
  trust(pem: string): void;
  /** Why the client is not who it says, if so. */
  check(form: Readonly<Record<string, unknown>>): Promise<EntraCode | undefined>;
}

function issuerOf(assertion: string): string | undefined {
  try {
    return decodeJwt(assertion).iss;
  } catch {
    return undefined; // no JWT at all, so nobody's
  }
}

export function authenticateClients(url: string, tokens: TokenIssuer): ClientAuthentication {
  const trusted: X509Certificate[] = [];
  const audience = [`${url}/${TENANT_ID}/oauth2/v2.0/token`, tokens.issuer];

  async function isFederated(assertion: string): Promise<boolean> {
    const claims = await tokens.read(assertion);
    if (typeof claims === 'string') return false;
    return claims.aud === FEDERATION_AUDIENCE && claims.sub === BOT_OBJECT_ID;
  }

  async function isSignedBy(certificate: X509Certificate, assertion: string): Promise<boolean> {
    // MSAL rounds the present up to the next second.
    const wanted = { audience, issuer: BOT_APP_ID, subject: BOT_APP_ID, clockTolerance: 300 };
    return jwtVerify(assertion, certificate.publicKey, wanted).then(
      () => true,
      () => false,
    );
  }

  return {
    trust(pem) {
      trusted.push(new X509Certificate(pem));
    },
    async check({ client_id: id, client_secret: secret, client_assertion: assertion }) {
      if (id !== BOT_APP_ID) return 700016;
      if (typeof secret === 'string') return secret === BOT_APP_SECRET ? undefined : 7000215;
      if (typeof assertion !== 'string') return 7000218;
      if (issuerOf(assertion) === tokens.issuer) {
        return (await isFederated(assertion)) ? undefined : 700211;
      }
      const signed = await Promise.all(trusted.map((each) => isSignedBy(each, assertion)));
      return signed.includes(true) ? undefined : 700027;
    },
  };
}
