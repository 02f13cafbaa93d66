/** How many people do something at the same time. */
export const CROWD = 8;

export async function crowd(act: () => Promise<void>): Promise<void> {
  await Promise.all(Array.from({ length: CROWD }, act));
}
