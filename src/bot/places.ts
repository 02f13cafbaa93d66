import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { Tables } from '../database/tables.ts';
import type { Part } from '../requests/part.ts';
import { Reference } from './origin.ts';

/** One message, sent or still to send, that shows a request. */
export interface Place {
  readonly id: string;
  readonly reference: Reference;
  /** Undefined until it has been sent. */
  readonly activityId?: string | undefined;
  /** Whose chat it is; undefined where everybody reads it. */
  readonly viewerId?: string | undefined;
  /** No version, zero or less, while it is not certain what it shows. */
  readonly shownVersion: number;
  /** How often in a row it could not be brought up to date. */
  readonly failures: number;
}

export type NewPlace = Pick<Place, 'id' | 'reference' | 'activityId' | 'viewerId'>;

/** After so many failures in a row, which are about a day, a place counts as dead. */
const MAX_FAILURES = 300;

/** Lets a message show a request from now on, as part of a change of that. */
export const placePart = (
  { id, reference, activityId, viewerId }: NewPlace,
  shownVersion = 0,
): Part => sql`
  insert into place (
    id, request_id, conversation_id, reference, activity_id, viewer_id, shown_version, failures, dead
  )
  select ${id}, changed.id, ${reference.conversation.id}, ${JSON.stringify(reference)},
    ${activityId ?? null}, ${viewerId ?? null}, ${shownVersion}, 0, false
  from changed
  on conflict (id) do nothing`;

const livingPlacesOf = sql<unknown>`(
  select coalesce(jsonb_agg(place order by id), '[]') from place
  where request_id = request.id and not dead
)`;

const Places = z.array(
  z
    .object({
      id: z.string(),
      reference: Reference,
      activity_id: z.string().nullable(),
      viewer_id: z.string().nullable(),
      shown_version: z.int(),
      failures: z.int(),
    })
    .transform(
      (row): Place => ({
        id: row.id,
        reference: row.reference,
        activityId: row.activity_id ?? undefined,
        viewerId: row.viewer_id ?? undefined,
        shownVersion: row.shown_version,
        failures: row.failures,
      }),
    ),
);

export const readPlaces = (selected: unknown): readonly Place[] => Places.parse(selected);

/** The places of a request that are not dead. */
export async function livingPlaces(
  db: Kysely<Tables>,
  requestId: string,
): Promise<readonly Place[]> {
  const row = await db
    .selectFrom('request')
    .select(livingPlacesOf.as('places'))
    .where('id', '=', requestId)
    .executeTakeFirst();
  return readPlaces(row?.places ?? []);
}

/** Where a request is shown, dead places included: by conversation. */
export async function conversationsOf(
  db: Kysely<Tables>,
  requestId: string,
): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('place')
    .select('conversation_id')
    .where('request_id', '=', requestId)
    .execute();
  return new Set(rows.map((row) => row.conversation_id));
}

/** A message was sent that shows this version, unless what the place shows was doubted meanwhile. */
export async function recordSent(
  db: Kysely<Tables>,
  { id, shownVersion }: Place,
  activityId: string,
  version: number,
): Promise<void> {
  await db
    .updateTable('place')
    .set((column) => ({
      activity_id: activityId,
      shown_version: column
        .case()
        .when('shown_version', '=', shownVersion)
        .then(version)
        .else(column.ref('shown_version'))
        .end(),
      failures: 0,
    }))
    .where('id', '=', id)
    .execute();
}

/** The messages of these places show this version, but for those that were doubted meanwhile. */
export function shownParts(places: readonly Place[], version: number): readonly Part[] {
  if (places.length === 0) return [];
  const before = places.map(({ id, shownVersion }) => ({ id, before: shownVersion }));
  const part = sql`
    update place set shown_version = ${version}, failures = 0
    from jsonb_to_recordset(${JSON.stringify(before)}::jsonb) as shown (id text, before integer)
    where place.id = shown.id and shown_version = before
      and request_id in (select id from changed)`;
  return [part];
}

/** What this place shows is not certain any more. Each doubt is told from what was there before. */
export const doubtPart = (placeId: string): Part => sql`
  update place set shown_version = least(shown_version, 0) - 1
  where id = ${placeId} and request_id in (select id from changed)`;

/** Gives a place up at once when it is `gone`, or after too many failures. */
export async function recordFailure(
  db: Kysely<Tables>,
  { id, failures }: Place,
  gone: boolean,
): Promise<void> {
  await db
    .updateTable('place')
    .set({ failures: failures + 1, dead: gone || failures + 1 >= MAX_FAILURES })
    .where('id', '=', id)
    .execute();
}

/** Whether this message is kept up to date with the request. */
export async function isShownBy(
  db: Kysely<Tables>,
  requestId: string,
  activityId: string,
): Promise<boolean> {
  const places = await livingPlaces(db, requestId);
  return places.some((place) => place.activityId === activityId);
}
