import { TeamsInfo } from 'botbuilder';
import { Fault } from '../errors.ts';
import type { InConversation } from './in-conversation.ts';
import type { Origin } from './origin.ts';
import type { ChatPerson } from './turn.ts';

/** A person in a conversation, with the role that the roster gives them, which is doubtful. */
export interface Member extends ChatPerson {
  readonly owner: boolean;
}

const PAGE_SIZE = 500;
const MAX_PAGES = 60;

/** Everybody in the conversation, or in its team. Throws a Fault `approvers-unavailable`. */
export async function readRoster(
  inConversation: InConversation,
  { reference, team }: Origin,
): Promise<readonly Member[]> {
  try {
    return await inConversation(reference, async (context) => {
      const members: Member[] = [];
      let token: string | undefined;
      for (let page = 0; page < MAX_PAGES; page += 1) {
        const { members: some, continuationToken } = team
          ? await TeamsInfo.getPagedTeamMembers(context, team.id, PAGE_SIZE, token)
          : await TeamsInfo.getPagedMembers(context, PAGE_SIZE, token);
        for (const { id, name, aadObjectId, userRole } of some) {
          if (!aadObjectId) continue;
          const owner = userRole === 'owner';
          members.push({ id: aadObjectId.toLowerCase(), name, mri: id, owner });
        }
        token = continuationToken;
        if (!token) break;
      }
      return members;
    });
  } catch (error) {
    throw new Fault('approvers-unavailable', error);
  }
}

/** The Entra group of the team, which Teams leaves out of most messages. */
export async function teamGroup(
  inConversation: InConversation,
  { reference, team }: Origin,
): Promise<string | undefined> {
  if (!team || team.aadGroupId) return team?.aadGroupId;
  return inConversation(reference, async (context) => {
    const { aadGroupId } = await TeamsInfo.getTeamDetails(context, team.id);
    return aadGroupId;
  });
}
