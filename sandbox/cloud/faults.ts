import { CATALOGUE, type Fault, type FaultEntry, type Target } from './fault-catalogue.ts';

export interface Faults {
  /** Switches `fault` on at `target`, in place of one set there before. */
  set(target: Target, fault: Fault): void;
  /** Switches off every fault, or the one at `target`. */
  clear(target?: Target): void;
  /** Everything that can be switched on. */
  list(): readonly FaultEntry[];
  /** What is switched on. */
  active(): Readonly<Partial<Record<Target, Fault>>>;
  /** The fault that strikes this call; counts down its `times`. */
  take(target: Target): Fault | undefined;
}

export const canStrike = (target: Target, fault: Fault): boolean =>
  CATALOGUE.some((entry) => entry.example.kind === fault.kind && entry.targets.includes(target));

export function createFaults(): Faults {
  const active = new Map<Target, Fault>();
  return {
    set(target, fault) {
      if (!canStrike(target, fault)) throw new Error(`${fault.kind} cannot strike ${target}`);
      active.set(target, fault);
    },
    clear(target) {
      if (target === undefined) active.clear();
      else active.delete(target);
    },
    list: () => CATALOGUE,
    active: () => Object.fromEntries(active),
    take(target) {
      const fault = active.get(target);
      if (fault?.times === 1) active.delete(target);
      else if (fault?.times !== undefined) active.set(target, { ...fault, times: fault.times - 1 });
      return fault;
    },
  };
}
