import { Fault } from '../errors.ts';

/** What Teams itself said. */
const said = (error: unknown): unknown => (error instanceof Fault ? error.cause : error);

function statusOf(error: unknown): number {
  const answer = said(error);
  return answer instanceof Error && 'statusCode' in answer ? Number(answer.statusCode) : 0;
}

/** Whether the bot can no longer write there. */
export const isGone = (error: unknown): boolean => [403, 404].includes(statusOf(error));

/** Whether the message itself is gone, while its conversation may be there. */
export const isDeleted = (error: unknown): boolean =>
  statusOf(error) === 404 && JSON.stringify(said(error)).includes('ActivityNotFoundInConversation');
