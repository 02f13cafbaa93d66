import { randomUUID } from 'node:crypto';
import { PEOPLE, type Person as SandboxPerson } from '../../sandbox/cloud/directory.ts';
import type { Person } from '../../src/requests/person.ts';

const asPerson = ({ aadObjectId: id, name, mri }: SandboxPerson): Person => ({ id, name, mri });

/** Whose commands are measured: has asked for much, and is an approver of what others ask for. */
export const MEASURED = PEOPLE.isaiah;

/** The owners of the sandbox's team. */
export const APPROVERS: readonly Person[] = [asPerson(PEOPLE.megan), asPerson(MEASURED)];
export const MEASURED_PERSON = asPerson(MEASURED);

/** Colleagues whom only the stored requests know. */
export const colleagues = (count: number): readonly Person[] =>
  Array.from({ length: count }, (_, index) => ({
    id: randomUUID(),
    name: `Colleague ${index + 1}`,
    mri: `29:1colleague-${index + 1}`,
  }));
