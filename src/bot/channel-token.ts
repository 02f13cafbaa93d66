import { z } from 'zod';

/** What a JWT is, in botbuilder's own reading. */
const BEARER = /^Bearer (?<header>[\w-]+)\.(?<payload>[\w-]+)\.[\w-]+$/;

/** Teams' tokens have half a dozen. */
const MAX_CLAIMS = 50;

/** A critical header is one that must be understood, and botbuilder does not even look. */
const Header = z.looseObject({ alg: z.string().startsWith('RS'), crit: z.never().optional() });
const Claims = z.looseObject({ iss: z.string(), exp: z.number() });

/**
 * Whether this could be a token of the channel; whether it is genuine, botbuilder finds out. It is
 * not shown others: before it looks at a signature it copies all claims once for each claim, which
 * takes a second for what fits into a header, and to it a token without an end is valid for ever.
 */
export function mayBeOfChannel(authorization: string, issuer: string): boolean {
  const { header, payload } = BEARER.exec(authorization)?.groups ?? {};
  if (!Header.safeParse(parsed(header)).success) return false;
  const { data: claims } = Claims.safeParse(parsed(payload));
  return claims?.iss === issuer && Object.keys(claims).length <= MAX_CLAIMS;
}

function parsed(part = ''): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
