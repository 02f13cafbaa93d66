import { type Kysely, sql } from 'kysely';

/** Forms, requests and all that belongs to them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table form (
      id text primary key,
      owner_id text not null,
      owner jsonb not null,
      status text not null,
      draft jsonb not null,
      notice text,
      replaces text unique,
      origin jsonb not null,
      place jsonb,
      created_at timestamptz not null
    )`.execute(db);
  await sql`
    create table request (
      id text primary key,
      number integer generated always as identity unique,
      form_id text not null constraint request_form unique,
      version integer not null,
      status text not null,
      organization text not null,
      requester_id text not null,
      executor_id text,
      document jsonb not null,
      origin jsonb not null,
      expires_at timestamptz,
      provision_at timestamptz,
      publish_at timestamptz not null,
      published_version integer not null,
      told_version integer not null
    )`.execute(db);
  await sql`
    create unique index request_open_organization on request (organization)
    where status in ('waiting', 'provisioning', 'blocked')`.execute(db);
  await sql`create index request_requester on request (requester_id, number desc)`.execute(db);
  await sql`
    create index request_open on request (requester_id, number desc)
    where status in ('waiting', 'provisioning', 'blocked')`.execute(db);
  await sql`create index request_status on request (status)`.execute(db);
  await sql`create index request_waiting on request (number) where status = 'waiting'`.execute(db);
  await sql`
    create index request_provisioning on request (provision_at)
    where status = 'provisioning'`.execute(db);
  await sql`
    create index request_expiring on request (expires_at)
    where expires_at is not null`.execute(db);
  await sql`
    create index request_unpublished on request (publish_at)
    where published_version < version`.execute(db);
  await sql`
    create table approver (
      request_id text not null references request,
      person_id text not null,
      person jsonb not null,
      primary key (request_id, person_id)
    )`.execute(db);
  await sql`
    create table attempt (
      id text primary key,
      request_id text not null references request,
      baseline jsonb not null,
      started_at timestamptz not null,
      outcome text,
      ended_at timestamptz
    )`.execute(db);
  await sql`create index attempt_request on attempt (request_id)`.execute(db);
  await sql`
    create table place (
      id text primary key,
      request_id text not null references request,
      conversation_id text not null,
      reference jsonb not null,
      activity_id text,
      viewer_id text,
      shown_version integer not null,
      failures integer not null,
      dead boolean not null
    )`.execute(db);
  await sql`create index place_request on place (request_id)`.execute(db);
  await sql`
    create table person (
      id text primary key,
      person jsonb not null,
      personal_chat jsonb
    )`.execute(db);
  await sql`
    create table waiting_action (
      person_id text not null,
      verb text not null,
      subject text not null,
      data jsonb not null,
      asked_at timestamptz not null,
      primary key (person_id, verb, subject)
    )`.execute(db);
  await sql`
    create table lease (
      name text primary key,
      owner text not null,
      until timestamptz not null
    )`.execute(db);
}
