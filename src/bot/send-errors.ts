const statusOf = (error: unknown): number =>
  error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 0;

/** Whether the bot can no longer write there. */
export const isGone = (error: unknown): boolean => [403, 404].includes(statusOf(error));

/** Whether the message itself is gone, while its conversation may be there. */
export const isDeleted = (error: unknown): boolean =>
  statusOf(error) === 404 && JSON.stringify(error).includes('ActivityNotFoundInConversation');
