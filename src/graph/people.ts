import { z } from 'zod';
import { Fault } from '../errors.ts';
import type { AppToken } from './app-credential.ts';
import { entraFault } from './entra-faults.ts';
import type { GraphSend } from './graph-client.ts';
import { GraphRefusal } from './graph-error.ts';
import { readPages } from './pages.ts';

/** A person of the tenant; `id` is the lower-case Entra object id. */
export interface DirectoryPerson {
  readonly id: string;
  /** Missing where Graph may tell the bot no more than the id. */
  readonly name: string | undefined;
}

const name = z
  .string()
  .nullish()
  .transform((text) => text || undefined);

const TeamMembers = z.array(
  z.object({
    userId: z.string().nullish(),
    displayName: name,
    roles: z.array(z.string()).nullish(),
  }),
);

const GroupMembers = z.array(
  z.object({ '@odata.type': z.string(), id: z.string().min(1), displayName: name }),
);
const USER = '#microsoft.graph.user';

/**
 * The owners of a team, read with the bot's own rights there. Returns the refusal where Graph will
 * not tell the bot, which the roster may; throws a Fault where it is not known whether it would.
 */
export async function teamOwners(
  send: GraphSend,
  getToken: AppToken,
  aadGroupId: string,
  newId: () => string,
): Promise<readonly DirectoryPerson[] | GraphRefusal> {
  const path = `/v1.0/teams/${encodeURIComponent(aadGroupId)}/members`;
  const members = await listed(send, getToken, path, newId, TeamMembers);
  if (members instanceof GraphRefusal) return members;
  return members.flatMap(({ userId, displayName, roles }) =>
    userId && roles?.includes('owner') ? [person(userId, displayName)] : [],
  );
}

/** The people of a group and of the groups within it; refusals as with `teamOwners`. */
export async function groupMembers(
  send: GraphSend,
  getToken: AppToken,
  groupId: string,
  newId: () => string,
): Promise<readonly DirectoryPerson[] | GraphRefusal> {
  const path = `/v1.0/groups/${encodeURIComponent(groupId)}/transitiveMembers`;
  const members = await listed(send, getToken, path, newId, GroupMembers);
  if (members instanceof GraphRefusal) return members;
  return members
    .filter((member) => member['@odata.type'] === USER)
    .map(({ id, displayName }) => person(id, displayName));
}

const person = (id: string, displayName: string | undefined): DirectoryPerson => ({
  id: id.toLowerCase(),
  name: displayName,
});

async function listed<T>(
  send: GraphSend,
  getToken: AppToken,
  path: string,
  newId: () => string,
  Items: z.ZodType<T>,
): Promise<T | GraphRefusal> {
  const token = await ownToken(getToken);
  try {
    const items = await readPages(async (page) => {
      const reply = await send({ method: 'get', path: page, token, id: newId() });
      if (reply.status !== 200) throw new GraphRefusal(reply);
      return reply.body;
    }, path);
    return Items.parse(items);
  } catch (error) {
    if (error instanceof GraphRefusal && isFinal(error)) return error;
    throw new Fault('graph-unavailable', error);
  }
}

async function ownToken(getToken: AppToken): Promise<string> {
  try {
    return await getToken();
  } catch (error) {
    throw error instanceof Fault ? error : entraFault(error);
  }
}

/** Whether Graph has said no, rather than not now: 408 and 429 pass. */
const isFinal = ({ status }: GraphRefusal): boolean =>
  status >= 400 && status < 500 && status !== 408 && status !== 429;
