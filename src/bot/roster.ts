import { TeamsInfo } from 'botbuilder';
import { bounded } from '../bounded.ts';
import { Fault } from '../errors.ts';
import { botbuilderReference, type Origin } from './origin.ts';
import type { TeamsAdapter } from './teams-adapter.ts';
import type { ChatPerson } from './turn.ts';

/** A person in a conversation, with the role that the roster gives them, which is doubtful. */
export interface Member extends ChatPerson {
  readonly owner: boolean;
}

const PAGE_SIZE = 500;
const MAX_PAGES = 60;

const silent = () => new Error('Teams did not answer in time');

/** Everybody in the conversation, or in its team. Throws a Fault `approvers-unavailable`. */
export async function readRoster(
  adapter: TeamsAdapter,
  { reference, team }: Origin,
  timeoutMs: number,
): Promise<readonly Member[]> {
  const members: Member[] = [];
  const read = adapter.resume(botbuilderReference(reference), async (context) => {
    let token: string | undefined;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const { members: some, continuationToken } = team
        ? await TeamsInfo.getPagedTeamMembers(context, team.id, PAGE_SIZE, token)
        : await TeamsInfo.getPagedMembers(context, PAGE_SIZE, token);
      for (const { id, name, aadObjectId, userRole } of some) {
        if (!aadObjectId) continue;
        members.push({ id: aadObjectId.toLowerCase(), name, mri: id, owner: userRole === 'owner' });
      }
      token = continuationToken;
      if (!token) return;
    }
  });
  try {
    await bounded(read, timeoutMs, silent);
  } catch (error) {
    throw new Fault('approvers-unavailable', error);
  }
  return members;
}

/** The Entra group of the team, which Teams leaves out of most messages. */
export async function teamGroup(
  adapter: TeamsAdapter,
  { reference, team }: Origin,
  timeoutMs: number,
): Promise<string | undefined> {
  if (!team || team.aadGroupId) return team?.aadGroupId;
  let group: string | undefined;
  const read = adapter.resume(botbuilderReference(reference), async (context) => {
    group = (await TeamsInfo.getTeamDetails(context, team.id)).aadGroupId;
  });
  await bounded(read, timeoutMs, silent);
  return group;
}
