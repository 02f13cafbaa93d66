import { Fault } from '../errors.ts';

/** What Teams itself said. */
const said = (error: unknown): unknown => (error instanceof Fault ? error.cause : error);

function statusOf(error: unknown): number {
  const answer = said(error);
  return answer instanceof Error && 'statusCode' in answer ? Number(answer.statusCode ?? 0) : 0;
}

/** The thread has had as many messages as Teams takes for now. */
export class ThreadBusy extends Error {
  override readonly name = 'ThreadBusy';
}

/** The conversation was stored when the bot was set up for another cloud. */
export class ForeignHost extends Error {
  override readonly name = 'ForeignHost';
}

/** Whether the bot can no longer write there. */
export const isGone = (error: unknown): boolean =>
  [403, 404].includes(statusOf(error)) || said(error) instanceof ForeignHost;

const PASSING = [408, 412, 429];

/** Whether Teams, or the way there, is what keeps a message from being taken. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof ThreadBusy || isGone(error)) return true;
  const status = statusOf(error);
  if (status !== 0) return status >= 500 || PASSING.includes(status);
  // Without an answer: of botbuilder's HTTP client, whose names are all that tells them from others.
  return error instanceof Error && ['RestError', 'AbortError'].includes(error.name);
}

/** Whether the message itself is gone, while its conversation may be there. */
export const isDeleted = (error: unknown): boolean =>
  statusOf(error) === 404 && JSON.stringify(said(error)).includes('ActivityNotFoundInConversation');
