import type { Options } from './options.ts';
import type { PerService } from './traffic.ts';

/** What one kind of turn took in one program in one run; all arrays are ascending. */
export interface Measured {
  readonly program: string;
  readonly turn: string;
  /** Milliseconds of the program's processor time for one turn and the work that follows from it. */
  readonly cpuMs: number;
  /** Milliseconds from Teams' request to its answer, one turn at a time. */
  readonly latencies: readonly number[];
  /** The same without the time that the cloud took. */
  readonly own: readonly number[];
  /** With eight turns at a time. */
  readonly crowdLatencies: readonly number[];
  readonly perSecond: number;
  /** Requests to each service for one turn. */
  readonly requests: PerService;
  /** New connections to each service for a thousand turns. */
  readonly connections: PerService;
}

/** One kind of turn in all programs that know it; ratios are taken within. */
export interface Group {
  readonly turn: string;
  /** The echo of the bare bot, measured between the others. */
  readonly floor: Measured;
  readonly others: readonly Measured[];
}

/** What a program uses while nobody asks anything of it, of a thousand milliseconds. */
export interface Idle {
  readonly program: string;
  readonly msPerSecond: number;
}

export interface Run {
  readonly groups: readonly Group[];
  readonly idle: readonly Idle[];
}

export interface Results {
  readonly options: Options;
  readonly machine: string;
  readonly runs: readonly Run[];
  readonly starts: readonly Start[];
  readonly memory: readonly Memory[];
}

export interface Start {
  readonly program: string;
  readonly database: 'cold' | 'warm' | 'none';
  /** From `node` to ready. */
  readonly ms: readonly number[];
}

export interface Memory {
  readonly program: string;
  readonly turns: number;
  /** Bytes resident when it had just started, right after all turns, and after a while of rest. */
  readonly before: number;
  readonly busy: number;
  readonly rested: number;
  /** Of these turns, eight at a time. */
  readonly perSecond: number;
}
