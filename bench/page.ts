import { clickRatio } from './figures.ts';
import { thousands } from './markdown.ts';
import type { Results } from './results.ts';
import * as tables from './tables.ts';

/** All that was measured, for people. */
export const page = (results: Results): string => `# Results

Written by \`npm run bench\`; [README.md](README.md) says how it measures. ${about(results)}

![Processor time of turns as multiples of the floor](ratios.svg)

## Targets

${tables.targetTable(results)}

## CPU of a turn

As a multiple of the floor's, and in parentheses in milliseconds.${click(results)}

${tables.cpuTable(results)}

## With ${thousands(results.options.stored)} stored requests

As a multiple of the same with none.

${tables.storedTable(results)}

## Latency

Milliseconds, one turn at a time and eight at a time; *own* is without the time that the cloud took.

${tables.latencyTable(results)}

## Calls

Requests for one turn, and new connections for a thousand turns.

${tables.trafficTable(results)}

## Time to ready

${tables.startTable(results)}

## Memory

${tables.memoryTable(results)}

## When idle

Subtracted from the CPU of a turn above.

${tables.idleTable(results)}
`;

function click(results: Results): string {
  const multiple = clickRatio(results);
  if (Number.isNaN(multiple)) return '';
  return ` The bare bot's answer to a click, which takes no call of its own, costs ${multiple.toFixed(2)} × floor.`;
}

const about = ({ options, machine }: Results): string =>
  `${options.runs === 1 ? 'One run' : `Medians of ${options.runs} runs`} of ${thousands(options.turns)} turns of each kind, on ${machine}.`;
