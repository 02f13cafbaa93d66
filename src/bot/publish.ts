import type { TurnContext } from 'botbuilder';
import type { Kysely } from 'kysely';

import type { Logger } from 'pino';
import type { Background } from '../background.ts';
import type { RequestView } from '../cards/request.ts';
import type { Tables } from '../database/tables.ts';
import type { Job } from '../requests/jobs.ts';
import type { Claim, Lease, Leases } from '../requests/leases.ts';
import { undecided } from '../requests/options.ts';
import { alone } from '../requests/part.ts';
import { readStored, type Stored } from '../requests/request-reader.ts';
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
  readPlaces,
  recordFailure,
  recordSent,
  shownParts,
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
      const claim = await deps.leases.claim('publish', id);
      // Whoever has it looks before they end whether there is more to publish.
      if (!claim) return;
      try {
        isDone = await converge(deps, claim);
      } finally {
        await claim.lease.release();
      }
    }
  };
}

/** Shows what is stored now; false when there is something newer by then. */
async function converge(deps: PublishDeps, { lease, row }: Claim): Promise<boolean> {
  const stored = readStored(row);
  const { publish_asked: asked } = row;
  const { id } = stored.request;
  const isAdded = await addCopies(deps, stored);
  const places = isAdded ? await livingPlaces(deps.db, id) : readPlaces(row.places);
  const round = await showAll(deps, lease, stored, places);
  if (round === undefined) return true;
  const isTold = await deps.tell(stored);
  const { updated, isBusy } = round;
  const worst = Math.max(round.worst, isTold ? 0 : 1);
  // An update that is not written down is made once more, and changes nothing.
  const shown = shownParts(updated, stored.version);
  const record = async () => {
    for (const part of lease.held() ? shown : []) await alone(deps.db, id, part);
  };
  if (worst > 0 || isBusy) {
    await record();
    const failed = worst > 0 ? FIRST_PAUSE_MS * 2 ** Math.min(worst, 20) : 0;
    // A thread that is full for now is no failure, and nothing to wait for here.
    const pause = isBusy ? BUSY_PAUSE_MS : Math.min(LONGEST_PAUSE_MS, failed);
    const at = new Date(deps.now().getTime() + pause);
    return deps.store.putOffPublishing(id, stored.version, asked, at);
  }
  const ending = [...shown, lease.ending];
  const latest = await deps.store.markPublished(id, stored.version, asked, ending);
  if (latest === undefined) {
    await record();
    return false;
  }
  lease.ended();
  return latest <= stored.version;
}

/** What came of showing a request once in all its places. */
interface Round {
  /** Those whose message was updated, which is not written down yet. */
  readonly updated: readonly Place[];
  /** The most failures in a row of a place that has to be tried again. */
  readonly worst: number;
  readonly isBusy: boolean;
}

/** Undefined when the lease was lost on the way: then somebody else goes on. */
async function showAll(
  deps: PublishDeps,
  lease: Lease,
  stored: Stored,
  places: readonly Place[],
): Promise<Round | undefined> {
  const view = deps.drawing.view(stored);
  const updated: Place[] = [];
  let worst = 0;
  let isBusy = false;
  for (const place of places) {
    if (place.shownVersion >= stored.version) continue;
    if (!lease.held()) return undefined;
    if (!deps.hasRoom(place.reference.conversation.id)) {
      isBusy = true;
      continue;
    }
    const shown = await show(deps, place, view, stored.version);
    if (shown === 'updated') updated.push(place);
    if (shown === 'failed') worst = Math.max(worst, place.failures + 1);
  }
  return { updated, worst, isBusy };
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

/** What came of a place; one that is gone needs no other try. */
type Shown = 'updated' | 'sent' | 'gone' | 'failed';

/** Writes down at once which message was sent: otherwise another one would be. */
async function show(
  deps: PublishDeps,
  place: Place,
  view: RequestView,
  version: number,
): Promise<Shown> {
  const card = placeCard(view, place.viewerId);
  const message = cardMessage(card);
  try {
    const activityId = place.activityId
      ? await update(deps, view.request.id, place, place.activityId, message)
      : await send(deps, place.reference, message);
    if (activityId === place.activityId) return 'updated';
    await recordSent(deps.db, place, activityId, version);
    return 'sent';
  } catch (error) {
    const gone = isGone(error);
    const { id: request } = view.request;
    deps.log.warn({ err: error, request, gone }, 'a card could not be brought up to date');
    await recordFailure(deps.db, place, gone);
    return gone ? 'gone' : 'failed';
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
