import type { TurnContext } from 'botbuilder';
import type { Kysely } from 'kysely';

import type { Logger } from 'pino';
import type { Background } from '../background.ts';
import type { RequestView } from '../cards/request.ts';
import type { Tables } from '../database/tables.ts';
import type { Job } from '../requests/jobs.ts';
import type { Lease, Leases } from '../requests/leases.ts';
import { undecided } from '../requests/options.ts';
import { alone } from '../requests/part.ts';
import type { Stored } from '../requests/request-reader.ts';
import type { RequestStore } from '../requests/request-store.ts';
import { cardMessage } from './card-message.ts';
import type { InConversation } from './in-conversation.ts';
import type { Reference } from './origin.ts';
import type { People } from './people.ts';
import {
  doubtPart,
  livingPlaces,
  type Place,
  placePart,
  publishingOf,
  readPublishing,
  recordFailure,
  recordShown,
} from './places.ts';
import { placeCard, type RequestDrawing } from './request-view.ts';
import { isDeleted, isGone } from './send-errors.ts';
import type { TellRequester } from './tell-requester.ts';

export interface PublishDeps {
  readonly db: Kysely<Tables>;
  readonly store: RequestStore;
  readonly leases: Leases;
  readonly background: Background;
  readonly people: People;
  readonly drawing: RequestDrawing;
  readonly tell: TellRequester;
  readonly inConversation: InConversation;
  /** Whether Teams takes a message in this conversation at once. */
  readonly hasRoom: (conversationId: string) => boolean;
  readonly now: () => Date;
  readonly log: Logger;
}

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 300_000;
const BUSY_PAUSE_MS = 2000;

/**
 * Makes every place show a request as it is now, and tells of its outcome. Level-triggered: it looks
 * at what is stored, not at what has happened, so it may run any number of times.
 */
export function publisher(deps: PublishDeps) {
  return async ({ request: id }: Job): Promise<void> => {
    for (let isDone = false; !isDone; ) {
      const lease = await deps.leases.claim(`publish ${id}`);
      // Whoever has it looks before they end whether there is more to publish.
      if (!lease) return;
      try {
        isDone = await converge(deps, lease, id);
      } finally {
        await lease.release();
      }
    }
  };
}

/** Shows what is stored now; false when there is something newer by then. */
async function converge(deps: PublishDeps, lease: Lease, id: string): Promise<boolean> {
  const found = await deps.store.findWith(id, publishingOf);
  if (!found) return true;
  const { stored } = found;
  const view = deps.drawing.view(stored);
  const isAdded = await addCopies(deps, stored);
  const { asked, places: known } = readPublishing(found.besides);
  const places = isAdded ? await livingPlaces(deps.db, id) : known;
  let worst = 0;
  let isBusy = false;
  for (const place of places) {
    if (place.shownVersion >= stored.version) continue;
    if (!lease.held()) return true;
    if (!deps.hasRoom(place.reference.conversation.id)) {
      isBusy = true;
      continue;
    }
    if (!(await show(deps, place, view, stored.version))) {
      worst = Math.max(worst, place.failures + 1);
    }
  }
  if (!(await deps.tell(stored))) worst = Math.max(worst, 1);
  if (worst > 0 || isBusy) {
    const failed = worst > 0 ? FIRST_PAUSE_MS * 2 ** Math.min(worst, 20) : 0;
    // A thread that is full for now is no failure, and nothing to wait for here.
    const pause = isBusy ? BUSY_PAUSE_MS : Math.min(LONGEST_PAUSE_MS, failed);
    const at = new Date(deps.now().getTime() + pause);
    return deps.store.putOffPublishing(id, stored.version, asked, at);
  }
  const latest = await deps.store.markPublished(id, stored.version, asked, [lease.ending]);
  if (latest === undefined) return false;
  lease.ended();
  return latest <= stored.version;
}

/**
 * Each approver who may still decide has a copy where the bot can write to them alone; whether there
 * is one that is perhaps new.
 */
async function addCopies({ db, people }: PublishDeps, stored: Stored): Promise<boolean> {
  const { request, approvers } = stored;
  const ids = undecided(request, approvers).map(({ id }) => id);
  const chats = await people.personalChats(ids);
  for (const [personId, reference] of chats) {
    const id = `${request.id} ${personId}`;
    const place = { id, reference, activityId: undefined, viewerId: personId };
    await alone(db, request.id, placePart(place));
  }
  return chats.size > 0;
}

/** False when the place has to be tried again. */
async function show(
  deps: PublishDeps,
  place: Place,
  view: RequestView,
  version: number,
): Promise<boolean> {
  const card = placeCard(view, place.viewerId);
  const message = cardMessage(card);
  try {
    const activityId = place.activityId
      ? await update(deps, view.request.id, place, place.activityId, message)
      : await send(deps, place.reference, message);
    await recordShown(deps.db, place.id, activityId, version);
    return true;
  } catch (error) {
    const gone = isGone(error);
    const { id: request } = view.request;
    deps.log.warn({ err: error, request, gone }, 'a card could not be brought up to date');
    await recordFailure(deps.db, place, gone);
    return gone;
  }
}

type Message = ReturnType<typeof cardMessage>;

/**
 * Somebody may have deleted the message: then it is sent anew. An update that was given up may still
 * come, and then shows something old.
 */
async function update(
  deps: PublishDeps,
  requestId: string,
  { id: placeId, reference }: Place,
  id: string,
  message: Message,
): Promise<string> {
  const logic = async (context: TurnContext) => {
    await context.updateActivity({ ...message, id });
  };
  // Together: a publisher that sees one of them must see both.
  const late = () => deps.store.send(requestId, { job: 'publish' }, [doubtPart(placeId)]);
  try {
    await deps.inConversation(reference, logic, () => void deps.background.run(late()));
    return id;
  } catch (error) {
    if (!isDeleted(error)) throw error;
    return send(deps, reference, message);
  }
}

async function send(
  { inConversation }: PublishDeps,
  reference: Reference,
  message: Message,
): Promise<string> {
  const sent = await inConversation(reference, (context) => context.sendActivity(message));
  if (!sent?.id) throw new Error('Teams gave the message no id');
  return sent.id;
}
