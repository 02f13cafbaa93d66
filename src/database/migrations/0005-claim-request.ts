import { type Kysely, sql } from 'kysely';

/**
 * Claims the lease of some work on a request and reads the request, in one call; no row while
 * somebody else has the lease, or when there is no such request. The second statement of the function
 * sees what was committed before it, also by the last holder: one statement for both would see what
 * was there before the lease was got.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function claim_request(work text, of_request text, by_owner text, seconds integer)
    returns table (
      document jsonb, number integer, version integer, origin jsonb, approvers jsonb, entries jsonb,
      attempts jsonb, publish_asked integer, places jsonb
    ) language plpgsql as $$
    #variable_conflict use_column
    begin
      insert into lease (name, owner, until)
      select work || ' ' || id, by_owner, now() + make_interval(secs => seconds)
      from request where id = of_request
      on conflict (name) do update set owner = excluded.owner, until = excluded.until
      where lease.until < now();
      if not found then
        return;
      end if;
      return query
        select request.document, request.number, request.version, request.origin,
          coalesce((
            select jsonb_agg(person order by person_id) from approver
            where request_id = request.id
          ), '[]'),
          coalesce((
            select jsonb_agg(entry order by seq) from audit where request_id = request.id
          ), '[]'),
          coalesce((
            select jsonb_agg(attempt order by started_at) from attempt
            where request_id = request.id
          ), '[]'),
          request.publish_asked,
          coalesce((
            select jsonb_agg(place order by id) from place
            where request_id = request.id and not dead
          ), '[]')
        from request where request.id = of_request;
    end $$`.execute(db);
}
