import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { cloudTime } from './cloud-time.ts';
import { CROWD } from './crowd.ts';
import { type Answered, type Posting, readAnswer } from './posting.ts';
import type { Program } from './program.ts';
import type { Measured } from './results.ts';
import { ascending } from './statistics.ts';
import { mapServices, minus, NOTHING, plus, type Traffic } from './traffic.ts';
import type { Ready, TurnKind } from './turns.ts';

/** One program and the turns that it is measured with. */
export interface Course {
  readonly program: Program;
  readonly kind: TurnKind;
  /** Under which name its figures are found. */
  readonly name: string;
  /** When so long nothing was asked of the cloud, the work that such turns leave behind is done. */
  readonly quietMs: number;
  /** What the program uses while nobody asks anything of it, of a thousand milliseconds. */
  readonly idleMsPerSecond: number;
}

/** Each of the regulars twice. */
const WARM_UP = 100;
/** Between two collections of garbage. */
const BLOCK = 50;
/** So many turns of one program are sent in a row, between two readings of what it has used. */
const BURST = 5;
/** What a turn leaves for the moment after its answer belongs to it, and must not slow down the next. */
const AFTERWARDS_MS = 30;
/** What clients do while they prepare turns leaves work of any kind. */
const PREPARED_MS = 2500;

/**
 * Measures the courses against each other: first one turn at a time, where processor time and calls
 * are counted, and where a few turns of one are followed by as many of all others, so that a slow
 * moment of the machine meets all alike; then eight at a time.
 */
export async function measure(
  courses: readonly Course[],
  turns: number,
): Promise<readonly Measured[]> {
  const stages = await Promise.all(courses.map((course) => prepare(course, turns)));
  for (const stage of stages) await stage.warmUp();
  await Promise.all(stages.map((stage) => stage.quiet(PREPARED_MS)));
  const programs = [...new Set(courses.map(({ program }) => program))];
  for (let first = 0; first < turns; first += BLOCK) {
    for (const program of programs) await program.collect();
    const before = programs.map((program) => program.traffic());
    const end = Math.min(first + BLOCK, turns);
    for (let turn = first; turn < end; turn += BURST) {
      const count = Math.min(BURST, end - turn);
      for (const stage of alternating(stages, turn / BURST)) await stage.burst(count);
    }
    for (const stage of stages) await stage.quiet();
    for (const [index, program] of programs.entries()) {
      reportLate(program, before[index] ?? NO_TRAFFIC, stages);
    }
  }
  for (const stage of alternating(stages, 1)) await stage.together(turns);
  await Promise.all(stages.map((stage) => stage.quiet()));
  return stages.map((stage) => stage.result());
}

/** The second profits from what the first has warmed up, so they take turns in that, too. */
const alternating = <T>(all: readonly T[], round: number): readonly T[] =>
  round % 2 === 0 ? all : all.toReversed();

async function prepare(course: Course, turns: number): Promise<Stage> {
  const { program, kind } = course;
  // People's tokens are new then, too; warming up brings them back.
  program.bot.cloud.reset();
  const ready: Ready[] = [];
  const wanted = WARM_UP + 2 * turns;
  while (ready.length < wanted) {
    const count = Math.min(CROWD, wanted - ready.length);
    ready.push(
      ...(await Promise.all(Array.from({ length: count }, () => kind.ready(program.bot)))),
    );
  }
  return new Stage(course, ready);
}

/** A tenant has a few connectors, which the product reads before it creates one. */
const forgetConnectors = ({ bot }: Program): void => bot.cloud.graph.reset();

const NO_TRAFFIC: Traffic = { requests: NOTHING, connections: NOTHING };

/** Says so when work came later than it was counted: then too little was. */
function reportLate(program: Program, before: Traffic, stages: readonly Stage[]): void {
  const own = stages.filter((stage) => stage.isOf(program));
  const counted = own.map((stage) => stage.takeBlock()).reduce(plus, before);
  const { requests } = minus(program.traffic(), counted);
  const late = Object.values(requests).reduce((sum, count) => sum + count, 0);
  if (late > 0) console.log(`  ${program.name}: ${late} calls later than they were counted`);
}

/** The turns of one course, each sent once, and what they took. */
class Stage {
  readonly #course: Course;
  readonly #ready: Ready[];
  readonly #alone: Posting;
  readonly #latencies: number[] = [];
  readonly #own: number[] = [];
  #cpuMs = 0;
  #traffic = NO_TRAFFIC;
  #inBlock = NO_TRAFFIC;
  #crowd: { readonly latencies: readonly number[]; readonly perSecond: number } | undefined;

  constructor(course: Course, ready: Ready[]) {
    this.#course = course;
    this.#ready = ready;
    this.#alone = course.program.connect(1);
  }

  async warmUp(): Promise<void> {
    await this.#send(this.#next(WARM_UP), this.#alone, 1);
  }

  async quiet(leastMs = 0): Promise<void> {
    const { program, quietMs } = this.#course;
    await program.quiet(Math.max(quietMs, leastMs));
  }

  /** What the turns of this block are to blame for; a new one begins. */
  takeBlock(): Traffic {
    const block = this.#inBlock;
    this.#inBlock = NO_TRAFFIC;
    return block;
  }

  isOf(program: Program): boolean {
    return this.#course.program === program;
  }

  /** Counts everything that follows from some turns, less what the program uses when idle. */
  async burst(count: number): Promise<void> {
    const { program, idleMsPerSecond } = this.#course;
    forgetConnectors(program);
    const traffic = program.traffic();
    const before = await program.usage();
    const from = performance.now();
    for (let turn = 0; turn < count; turn += 1) await this.#one();
    const { cpuMs } = await program.usage();
    const idleMs = ((performance.now() - from) / 1000) * idleMsPerSecond;
    this.#cpuMs += cpuMs - before.cpuMs - idleMs;
    const caused = minus(program.traffic(), traffic);
    this.#traffic = plus(this.#traffic, caused);
    this.#inBlock = plus(this.#inBlock, caused);
  }

  async #one(): Promise<void> {
    const { program } = this.#course;
    const { calls } = program;
    const turns = this.#next(1);
    calls.clear();
    for (const { from, to } of await this.#send(turns, this.#alone, 1)) {
      const conversation = turns[0]?.conversation ?? '';
      this.#latencies.push(to - from);
      this.#own.push(to - from - cloudTime(calls.all, { from, to, conversation }));
    }
    await setTimeout(AFTERWARDS_MS);
    await program.quiet(AFTERWARDS_MS);
  }

  async together(count: number): Promise<void> {
    const many = this.#course.program.connect(CROWD);
    forgetConnectors(this.#course.program);
    const from = performance.now();
    const answers = await this.#send(this.#next(count), many, CROWD);
    const seconds = (performance.now() - from) / 1000;
    many.close();
    this.#crowd = {
      latencies: ascending(answers.map(({ from, to }) => to - from)),
      perSecond: count / seconds,
    };
  }

  result(): Measured {
    const { name, kind } = this.#course;
    const { requests, connections } = this.#traffic;
    const turns = this.#latencies.length;
    this.#alone.close();
    return {
      program: name,
      turn: kind.name,
      cpuMs: this.#cpuMs / turns,
      latencies: ascending(this.#latencies),
      own: ascending(this.#own),
      crowdLatencies: this.#crowd?.latencies ?? [],
      perSecond: this.#crowd?.perSecond ?? Number.NaN,
      requests: mapServices((service) => requests[service] / turns),
      connections: mapServices((service) => (1000 * connections[service]) / turns),
    };
  }

  #next(count: number): readonly Ready[] {
    return this.#ready.splice(0, count);
  }

  async #send(turns: readonly Ready[], to: Posting, atOnce: number): Promise<readonly Answered[]> {
    const answers: Answered[] = [];
    const queue = turns.entries();
    const worker = async () => {
      // All workers take from the same queue.
      for (const [index, { body }] of queue) answers[index] = await to.send(body);
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    const { name, expected } = this.#course.kind;
    for (const [index, answer] of answers.entries()) {
      assert.match(turns[index]?.shown(readAnswer(answer)) ?? '', expected, name);
    }
    return answers;
  }
}
