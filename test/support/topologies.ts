import { type BotOptions, type RunningBot, runBot } from './bot.ts';
import { runTwoProcesses } from './processes.ts';

type Run = (options: BotOptions) => Promise<RunningBot>;

/** The ways in which the program is run; whatever people do has to work in each. */
export const TOPOLOGIES: readonly (readonly [name: string, run: Run])[] = [
  ['one process with its embedded database', runBot],
  ['two processes on one PostgreSQL', runTwoProcesses],
];
