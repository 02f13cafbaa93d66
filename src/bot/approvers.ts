import type { Logger } from 'pino';
import { Fault, type FaultCode } from '../errors.ts';
import { GraphRefusal } from '../graph/graph-error.ts';
import type { DirectoryPerson } from '../graph/people.ts';
import type { ApproverSources } from '../requests/approvers.ts';
import { type Person, tidyName } from '../requests/person.ts';
import { keptFor } from './kept.ts';
import { type Origin, placeOf } from './origin.ts';
import type { People } from './people.ts';
import type { Member } from './roster.ts';

/** Those who may approve what is asked for there. Throws a Fault. */
export type ApproversOf = (origin: Origin) => Promise<readonly Person[]>;

export interface ApproverDeps {
  readonly sources: ApproverSources;
  readonly people: People;
  readonly roster: (origin: Origin) => Promise<readonly Member[]>;
  /** Entra's id of the team's group. */
  readonly teamGroup: (origin: Origin) => Promise<string | undefined>;
  /** With the bot's own token; a refusal is an answer. */
  readonly teamOwners: (aadGroupId: string) => Promise<readonly DirectoryPerson[] | GraphRefusal>;
  readonly groupMembers: (groupId: string) => Promise<readonly DirectoryPerson[] | GraphRefusal>;
  readonly now: () => Date;
  readonly log: Logger;
}

/** So long a list of approvers is believed without being read again. */
const KEPT_MS = 10 * 60_000;

/** What says more than that the approvers are not known. */
const PASSED: readonly FaultCode[] = ['database-unavailable', 'misconfigured'];

/** Someone whose name neither Graph nor Teams has said. */
const NAMELESS = 'an approver';

export function approverLookup(deps: ApproverDeps): ApproversOf {
  const { sources, people, now, log } = deps;
  /** A list without the roster is worth more than none: it only adds names and mentions. */
  const membersOf = async (origin: Origin): Promise<readonly Member[]> => {
    if (origin.chat === 'personal') return [];
    try {
      return await deps.roster(origin);
    } catch (error) {
      log.warn({ err: error }, 'the roster could not be read');
      return [];
    }
  };

  const groupIdOf = async (origin: Origin): Promise<string | undefined> => {
    try {
      return await deps.teamGroup(origin);
    } catch (error) {
      log.warn({ err: error }, 'the team could not be looked up');
      return undefined;
    }
  };

  const ownersOf = async (origin: Origin): Promise<readonly DirectoryPerson[]> => {
    const { team } = origin;
    if (!sources.owners || origin.chat !== 'channel' || !team) return [];
    const group = await groupIdOf(origin);
    const owners = group ? await deps.teamOwners(group) : undefined;
    if (owners !== undefined && !(owners instanceof GraphRefusal)) return owners;
    log.warn({ err: owners }, "Graph does not tell the team's owners: asking the roster");
    return (await deps.roster(origin)).filter(({ owner }) => owner);
  };

  const read = async (origin: Origin): Promise<readonly Person[]> => {
    try {
      const [members, owners, ...groups] = await Promise.all([
        membersOf(origin),
        ownersOf(origin),
        ...sources.groups.map((group) => groupOf(deps, group)),
      ]);
      const named = [
        ...owners,
        ...sources.people.map((id) => ({ id, name: undefined })),
        ...groups.flat(),
      ];
      const met = await people.find(named.map(({ id }) => id));
      const present = new Map<string, Person>(members.map((member) => [member.id, member]));
      return [...new Map(named.map((person) => [person.id, person])).values()].map(
        ({ id, name }) => {
          const here = present.get(id);
          const known = met.get(id);
          const names = [here?.name, name, known?.name].map((each = '') => tidyName(each));
          return { id, name: names.find(Boolean) ?? NAMELESS, mri: here?.mri ?? known?.mri };
        },
      );
    } catch (error) {
      const passed = error instanceof Fault && PASSED.includes(error.code);
      throw passed ? error : new Fault('approvers-unavailable', error);
    }
  };

  return keptFor(KEPT_MS, now, ({ team, reference }) => team?.id ?? placeOf(reference), read);
}

async function groupOf(
  { groupMembers }: ApproverDeps,
  groupId: string,
): Promise<readonly DirectoryPerson[]> {
  const members = await groupMembers(groupId);
  if (members instanceof GraphRefusal) throw members;
  return members;
}
