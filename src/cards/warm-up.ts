import { helpCard } from './help.ts';

/** Loads what the first card needs before anybody waits for one. */
export function warmUp(): void {
  helpCard({ welcome: false });
}
