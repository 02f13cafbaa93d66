import type { AccessToken } from '@azure/identity';
import { singleFlight } from './single-flight.ts';

/** Gives a token; with the challenge of a refused call one that meets it. */
export type GetToken = (claims?: string) => Promise<string>;

/** Before the end of a token, when @azure/identity looks for a new one as well. */
const RENEW_BEFORE_MS = 5 * 60_000;

/**
 * The last token that `ask` gave, until it has to be renewed: @azure/identity keeps it as well, but
 * takes long to find it. Those who come at the same time ask once, but for a challenge.
 */
export function keptToken(
  ask: (claims?: string) => Promise<AccessToken>,
  now: () => Date,
): GetToken {
  let kept: AccessToken | undefined;
  const renew = async (claims?: string): Promise<string> => {
    kept = await ask(claims);
    return kept.token;
  };
  const shared = singleFlight(() => renew());
  return async (claims) => {
    if (claims !== undefined) return renew(claims);
    return kept && now().getTime() < renewAt(kept) ? kept.token : shared();
  };
}

const renewAt = ({ expiresOnTimestamp, refreshAfterTimestamp }: AccessToken): number =>
  Math.min(refreshAfterTimestamp ?? Infinity, expiresOnTimestamp - RENEW_BEFORE_MS);
