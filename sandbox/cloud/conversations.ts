import type { Activity } from 'botbuilder';
import { personByMri, personByObjectId } from './directory.ts';
import { asRecord, asText, type Call, type Reply, type Route } from './http.ts';
import type { Messages } from './messages.ts';
import type { Roster } from './roster.ts';

export interface ConversationOptions {
  readonly messages: Messages;
  readonly roster: Roster;
  readonly serviceUrl: string;
  /** The refusal of a place that is dead. */
  readonly buried: (conversationId: string) => Reply | undefined;
}

export const connectorError = (status: number, code: string, message: string): Reply => ({
  status,
  body: { error: { code, message } },
});

// The bot's own library wrote the body; whether it is a good activity is for the tests to say.
const activityOf = (body: unknown) => asRecord(body) as Partial<Activity>;

/** Sending, updating and deleting of messages. */
export function conversationRoutes(options: ConversationOptions): readonly Route[] {
  const { messages, roster, serviceUrl, buried } = options;

  function startThread(channelId: string, activity: unknown): Reply {
    const gone = buried(channelId);
    if (gone) return gone;
    const root = messages.startThread(channelId, activityOf(activity));
    const { activityId, conversationId: id } = root;
    return { status: 201, body: { id, activityId, serviceUrl } };
  }

  function startChat(members: unknown, activity: unknown): Reply {
    const wanted = asText(asRecord(Array.isArray(members) ? members[0] : undefined).id);
    const person = personByMri(wanted) ?? personByObjectId(wanted);
    if (!person) return connectorError(400, 'BadSyntax', 'No such member');
    const id = roster.personal(person);
    const gone = buried(id);
    if (gone) return gone;
    const first = activity === undefined ? undefined : messages.send(id, activityOf(activity));
    return { status: 201, body: { id, activityId: first?.activityId, serviceUrl } };
  }

  function create({ body }: Call): Reply {
    const { members, channelData, activity } = asRecord(body);
    const channelId = asText(asRecord(asRecord(channelData).channel).id);
    return channelId === '' ? startChat(members, activity) : startThread(channelId, activity);
  }

  function send({ params, body }: Call): Reply {
    const { activityId } = messages.send(params.conversation ?? '', activityOf(body));
    return { status: 201, body: { id: activityId } };
  }

  const toOne =
    (act: (conversation: string, activity: string, body: unknown) => unknown): Route['handle'] =>
    ({ params, body }) => {
      const id = params.activity ?? '';
      if (act(params.conversation ?? '', id, body)) return { status: 200, body: { id } };
      return connectorError(404, 'ActivityNotFoundInConversation', 'The activity was not found');
    };

  const activities = '/v3/conversations/:conversation/activities';
  return [
    { method: 'POST', path: '/v3/conversations', target: 'connector.send', handle: create },
    { method: 'POST', path: activities, target: 'connector.send', handle: send },
    { method: 'POST', path: `${activities}/:activity`, target: 'connector.send', handle: send },
    {
      method: 'PUT',
      path: `${activities}/:activity`,
      target: 'connector.update',
      handle: toOne((place, id, body) => messages.update(place, id, activityOf(body))),
    },
    {
      method: 'DELETE',
      path: `${activities}/:activity`,
      target: 'connector.update',
      handle: toOne((place, id) => messages.remove(place, id)),
    },
  ];
}
