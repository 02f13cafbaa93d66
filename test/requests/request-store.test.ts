import assert from 'node:assert/strict';
import { sql } from 'kysely';
import type { Request } from '../../src/requests/request.ts';
import type { Stored } from '../../src/requests/request-reader.ts';
import { begin, transition } from '../../src/requests/transition.ts';
import { onEachDatabase } from '../support/databases.ts';
import { ADELE, ALEX, aPolicy, aRequest, later, MEGAN, T0 } from '../support/requests.ts';
import { aDesk, type Desk, FakeJobs, newId } from './desk.ts';

const approval = { type: 'approve', by: MEGAN, at: later(1000), mayDecide: true } as const;
const rejection = { ...approval, type: 'reject', by: ADELE, comment: 'no' } as const;
const cancellation = { type: 'cancel', by: ALEX, at: later(2000) } as const;

type Happening = typeof approval | typeof rejection | typeof cancellation;

const ended = aRequest('rejected');

/** Saves what the event makes of the request. */
function save({ store }: Desk, stored: Stored, event: Happening) {
  const outcome = transition(stored.request, event);
  assert.ok(outcome.ok);
  return store.save(stored, outcome.request, event, outcome.effects);
}

/** Everything that a transaction writes about a request. */
async function written({ db }: Desk, request: string) {
  const rows = async (table: 'approver' | 'audit') =>
    (await db.selectFrom(table).selectAll().where('request_id', '=', request).execute()).length;
  const row = await db
    .selectFrom('request')
    .selectAll()
    .where('id', '=', request)
    .executeTakeFirst();
  return { row, approvers: await rows('approver'), audit: await rows('audit') };
}

onEachDatabase('the store of requests', (database) => {
  let desk: Desk;
  beforeEach(() => {
    desk = aDesk(database().db, new FakeJobs());
  });

  describe('creating', () => {
    it('stores the request with its number, its approvers and its origin', async () => {
      const wanted = await desk.aNewRequest({ justification: 'We migrate in May.' });

      const creation = await desk.store.create(wanted);

      assert.ok(creation.ok);
      const found = await desk.store.find(wanted.asked.id);
      const { number } = creation.stored.request;
      assert.ok(number > 0);
      assert.deepEqual(found, {
        request: JSON.parse(
          JSON.stringify(begin({ ...wanted.asked, number }).request),
          (name, value) => (/At$/.test(name) ? new Date(value) : value),
        ),
        version: 1,
        approvers: [MEGAN],
        origin: { conversation: 'thread' },
        history: [{ type: 'ask', at: T0, by: ALEX }],
      });
      assert.deepEqual(found, await desk.store.findByNumber(number));
      assert.deepEqual(found, await desk.store.findByForm(wanted.formId));
    });

    it('sends the jobs of the first state', async () => {
      const { request } = await desk.aStored({ policy: aPolicy({ remindsAfterMs: 5000 }) });

      assert.deepEqual(desk.jobs.take(request.id), [
        { job: 'publish' },
        { job: 'expire', at: later(3_600_000) },
        { job: 'remind', at: later(5000), round: 1 },
      ]);
    });

    it('writes down who asked', async () => {
      const { request } = await desk.aStored();

      assert.deepEqual(await desk.history(request.id), [{ type: 'ask', at: T0, by: ALEX }]);
    });

    it('submits the form', async () => {
      const wanted = await desk.aNewRequest();

      await desk.store.create(wanted);

      assert.equal((await desk.forms.find(wanted.formId))?.status, 'submitted');
    });

    it('numbers requests upwards', async () => {
      const [one, two] = [await desk.aStored(), await desk.aStored()];

      assert.ok(two.request.number > one.request.number);
    });

    it('makes one request of a form that is submitted 20 times at once', async () => {
      const wanted = await desk.aNewRequest();
      const submissions = Array.from({ length: 20 }, () => ({
        ...wanted,
        asked: {
          ...wanted.asked,
          id: newId('request'),
          connector: { ...wanted.asked.connector, exchangeOrganization: newId('Fabrikam') },
        },
      }));

      const creations = await Promise.all(submissions.map((each) => desk.store.create(each)));

      assert.equal(creations.filter(({ ok }) => ok).length, 1);
      assert.ok(creations.every((each) => each.ok || each.because === 'form-used'));
      const { count } = await desk.db
        .selectFrom('request')
        .select((all) => all.fn.countAll<string>().as('count'))
        .where('form_id', '=', wanted.formId)
        .executeTakeFirstOrThrow();
      assert.equal(Number(count), 1);
    });

    it('makes no request of a form that was given up, or that does not exist', async () => {
      const wanted = await desk.aNewRequest();
      await desk.forms.cancel(wanted.formId);

      const creation = await desk.store.create(wanted);

      assert.deepEqual(creation, { ok: false, because: 'form-used' });
      assert.deepEqual(await desk.store.create({ ...wanted, formId: 'nobody’s' }), creation);
      assert.equal(await desk.store.find(wanted.asked.id), undefined);
    });

    it('lets one of two forms for one organization through, and points the other to it', async () => {
      const name = newId('Tailspin');
      const { connector } = (await desk.aNewRequest()).asked;
      const [one, two] = await Promise.all(
        [name.toUpperCase(), name.toLowerCase()].map((exchangeOrganization) =>
          desk.aNewRequest({ connector: { ...connector, exchangeOrganization } }),
        ),
      );
      assert.ok(one && two);

      const [first, second] = await Promise.all([one, two].map((each) => desk.store.create(each)));

      const [winner, loser] = first?.ok ? [first, second] : [second, first];
      assert.ok(winner?.ok && loser && !loser.ok && loser.because === 'organization-open');
      assert.equal(loser.stored.request.id, winner.stored.request.id);
      const losing = winner === first ? two : one;
      assert.equal((await desk.forms.find(losing.formId))?.status, 'open');
      assert.deepEqual(await written(desk, losing.asked.id), {
        row: undefined,
        approvers: 0,
        audit: 0,
      });
    });

    for (const status of ['waiting', 'provisioning', 'blocked'] as const) {
      it(`refuses a second request while the first is ${status}`, async () => {
        const first = await desk.aStored();
        await desk.db
          .updateTable('request')
          .set({ status })
          .where('id', '=', first.request.id)
          .execute();
        const { connector } = first.request;

        const creation = await desk.store.create(await desk.aNewRequest({ connector }));

        assert.equal(!creation.ok && creation.because, 'organization-open');
      });
    }

    it('allows another request once the first has ended', async () => {
      const first = await desk.aStored();
      await save(desk, first, cancellation);
      const { connector } = first.request;

      const creation = await desk.store.create(await desk.aNewRequest({ connector }));

      assert.ok(creation.ok);
    });

    it('leaves nothing behind when its jobs cannot be stored', async () => {
      const wanted = await desk.aNewRequest();
      desk.jobs.failures.push(new Error('no queue'));

      await assert.rejects(desk.store.create(wanted), /no queue/);

      assert.deepEqual(await written(desk, wanted.asked.id), {
        row: undefined,
        approvers: 0,
        audit: 0,
      });
      assert.equal((await desk.forms.find(wanted.formId))?.status, 'open');
    });

    it('leaves nothing behind when what belongs to it cannot be stored', async () => {
      const wanted = await desk.aNewRequest();
      const part = sql`insert into place (id) select id from changed`;

      await assert.rejects(desk.store.create({ ...wanted, parts: [part] }), /not-null/);

      const { row, audit } = await written(desk, wanted.asked.id);
      assert.deepEqual([row, audit], [undefined, 0]);
    });
  });

  describe('saving', () => {
    it('stores the new state, its audit row and its jobs', async () => {
      const stored = await desk.aStored();
      desk.jobs.take(stored.request.id);

      const saved = await save(desk, stored, approval);

      assert.equal(saved?.version, 2);
      const found = await desk.store.find(stored.request.id);
      assert.equal(found?.version, 2);
      assert.equal(found?.request.status, 'provisioning');
      assert.deepEqual(found?.request.approvals, [{ by: MEGAN, at: approval.at }]);
      assert.deepEqual((await desk.history(stored.request.id)).at(-1), {
        type: 'approve',
        at: approval.at,
        by: MEGAN,
      });
      assert.deepEqual(desk.jobs.take(stored.request.id), [
        { job: 'provision' },
        { job: 'publish', at: later(2000) },
      ]);
    });

    it('refuses what was decided on an older version', async () => {
      const stored = await desk.aStored();
      await save(desk, stored, approval);

      const second = await save(desk, stored, cancellation);

      assert.equal(second, undefined);
      const found = await desk.store.find(stored.request.id);
      assert.equal(found?.request.status, 'provisioning');
      assert.equal((await desk.history(stored.request.id)).length, 2);
    });

    it('lets one of two decisions on one version win', async () => {
      const stored = await desk.aStored();

      const saved = await Promise.all([
        save(desk, stored, approval),
        save(desk, stored, rejection),
        save(desk, stored, cancellation),
      ]);

      const winners = saved.filter((each) => each !== undefined);
      assert.equal(winners.length, 1);
      const found = await desk.store.find(stored.request.id);
      assert.equal(found?.request.status, winners[0]?.request.status);
      assert.equal(found?.version, 2);
      assert.equal((await written(desk, stored.request.id)).audit, 2);
    });

    it('does not store what belongs to a decision that lost', async () => {
      const stored = await desk.aStored();
      await save(desk, stored, approval);
      const part = sql`
        insert into person (id, person) select 'of ' || id, '{}' from changed`;

      await desk.store.save(stored, stored.request, cancellation, [], { parts: [part] });

      const { rows } = await sql`
        select id from person where id = ${`of ${stored.request.id}`}`.execute(desk.db);
      assert.deepEqual(rows, []);
    });

    describe('changes nothing when', () => {
      let stored: Stored;
      let before: Awaited<ReturnType<typeof written>>;
      beforeEach(async () => {
        stored = await desk.aStored();
        before = await written(desk, stored.request.id);
      });
      afterEach(async () => {
        assert.deepEqual(await written(desk, stored.request.id), before);
      });

      it('its jobs cannot be stored', async () => {
        desk.jobs.failures.push(new Error('no queue'));

        await assert.rejects(save(desk, stored, approval), /no queue/);
      });

      it('what belongs to it cannot be stored', async () => {
        const part = sql`insert into attempt (id) select id from changed`;

        await assert.rejects(
          desk.store.save(stored, { ...ended, id: stored.request.id }, approval, [], {
            parts: [part],
          }),
          /not-null/,
        );
      });

      it('its guard refuses', async () => {
        const guard = () => Promise.reject(new Error('not held'));

        await assert.rejects(
          desk.store.save(stored, { ...ended, id: stored.request.id }, approval, [], { guard }),
          /not held/,
        );
      });

      it('its audit row cannot be stored', async () => {
        await sql`alter table audit add constraint refused check (seq < 0) not valid`.execute(
          desk.db,
        );

        await assert.rejects(save(desk, stored, approval), /refused/);

        await sql`alter table audit drop constraint refused`.execute(desk.db);
      });
    });

    it('tells those who wait in this process, once it is stored', async () => {
      const stored = await desk.aStored();
      const next = desk.changes.next(stored.request.id, 60_000);

      await save(desk, stored, approval);

      await next;
    });

    it('keeps a transaction of one caller apart from what another does meanwhile', async () => {
      const stored = await desk.aStored();
      const other = await desk.aStored();
      const { promise: until, resolve: goOn } = Promise.withResolvers<void>();
      const { promise: begun, resolve: hasBegun } = Promise.withResolvers<void>();
      const outcome = transition(stored.request, approval);
      assert.ok(outcome.ok);
      const guard = async () => {
        hasBegun();
        await until;
        throw new Error('given up');
      };
      const failing = desk.store.save(stored, outcome.request, approval, [], { guard });
      await begun;

      const independent = desk.store.markPublished(other.request.id, 1);
      goOn();

      await assert.rejects(failing, /given up/);
      await independent;
      assert.equal((await desk.store.find(stored.request.id))?.request.status, 'waiting');
      const { row } = await written(desk, other.request.id);
      assert.equal(row?.published_version, 1);
    });

    it('keeps 30 transactions at once apart: those that fail leave nothing, the others all', async () => {
      const requests = await Promise.all(Array.from({ length: 30 }, () => desk.aStored()));

      const results = await Promise.allSettled(
        requests.map((stored, i) =>
          desk.store.save(stored, { ...stored.request, justification: 'changed' }, approval, [], {
            guard: () => (i % 3 === 0 ? Promise.reject(new Error('given up')) : Promise.resolve()),
          }),
        ),
      );

      assert.equal(results.filter(({ status }) => status === 'rejected').length, 10);
      const found = await Promise.all(requests.map(({ request }) => desk.store.find(request.id)));
      assert.deepEqual(
        found.map((each) => each?.version),
        requests.map((_, i) => (i % 3 === 0 ? 1 : 2)),
      );
      const histories = await Promise.all(requests.map(({ request }) => desk.history(request.id)));
      assert.deepEqual(
        histories.map(({ length }) => length),
        requests.map((_, i) => (i % 3 === 0 ? 1 : 2)),
      );
    });
  });

  describe('the columns beside the document', () => {
    it('say when a request that waits expires, and nothing of work', async () => {
      const { request } = await desk.aStored();

      const { row } = await written(desk, request.id);

      assert.deepEqual(
        [row?.status, row?.expires_at, row?.provision_at, row?.executor_id],
        ['waiting', later(3_600_000), null, null],
      );
    });

    it('say since when work is due, and for whom', async () => {
      const stored = await desk.aStored();
      await save(desk, stored, approval);

      const { row } = await written(desk, stored.request.id);

      assert.deepEqual(
        [row?.status, row?.expires_at, row?.provision_at, row?.executor_id],
        ['provisioning', null, approval.at, ALEX.id],
      );
    });

    it('say when a request that waits for its executor expires', async () => {
      const { store } = desk;
      const stored = await desk.aProvisioning();
      const { id } = stored.request;
      const block = {
        type: 'block',
        at: later(1000),
        blocker: 'sign-in-required',
        reference: 'ref-1',
      } as const;
      const outcome = transition(stored.request, block);
      assert.ok(outcome.ok);
      await store.save(stored, outcome.request, block, outcome.effects);

      const { row } = await written(desk, id);

      assert.deepEqual(
        [row?.status, row?.expires_at, row?.provision_at, row?.executor_id],
        ['blocked', later(3_601_000), null, ALEX.id],
      );
    });

    it('say nothing of what has ended', async () => {
      const stored = await desk.aStored();
      await save(desk, stored, cancellation);

      const { row } = await written(desk, stored.request.id);

      assert.deepEqual([row?.status, row?.expires_at], ['cancelled', null]);
    });
  });

  describe('work for later', () => {
    it('is put off in the row as well', async () => {
      const { request } = await desk.aProvisioning();

      await desk.store.send(request.id, { job: 'provision', at: later(60_000), tries: 2 });

      const { row } = await written(desk, request.id);
      assert.deepEqual(row?.provision_at, later(60_000));
      assert.equal(row?.version, 1);
    });

    it('is not noted on a request that is no longer at work', async () => {
      const { request } = await desk.aStored();

      await desk.store.send(request.id, { job: 'provision', at: later(60_000) });

      assert.equal((await written(desk, request.id)).row?.provision_at, null);
    });

    it('is not put off in the row when its job cannot be stored', async () => {
      const { request } = await desk.aProvisioning();
      desk.jobs.failures.push(new Error('no queue'));

      await assert.rejects(
        desk.store.send(request.id, { job: 'provision', at: later(60_000) }),
        /no queue/,
      );

      assert.deepEqual((await written(desk, request.id)).row?.provision_at, T0);
    });

    it('and what belongs to it come together or not at all', async () => {
      const { request } = await desk.aStored();
      const told = sql`update request set told_version = 7 where id in (select id from changed)`;
      const send = () => desk.store.send(request.id, { job: 'publish' }, [told]);
      desk.jobs.failures.push(new Error('no queue'));

      await assert.rejects(send(), /no queue/);

      assert.equal((await written(desk, request.id)).row?.told_version, 0);
      await send();
      assert.equal((await written(desk, request.id)).row?.told_version, 7);
    });

    it('and a note of what did not change the request come together or not at all', async () => {
      const { request } = await desk.aStored();
      const note = { type: 'remind', at: later(1000) } as const;
      desk.jobs.failures.push(new Error('no queue'));

      await assert.rejects(desk.store.note(request.id, note, []), /no queue/);
      await desk.store.note(request.id, note, [{ job: 'publish' }]);

      const history = await desk.history(request.id);
      assert.deepEqual(
        history.map(({ type }) => type),
        ['ask', 'remind'],
      );
    });
  });

  it('does not count as published what was asked for once more meanwhile', async () => {
    const { request } = await desk.aStored();
    await desk.store.send(request.id, { job: 'publish' });

    const early = await desk.store.markPublished(request.id, 1, 0);

    assert.equal(early, undefined);
    assert.equal((await written(desk, request.id)).row?.published_version, 0);
    assert.equal(await desk.store.markPublished(request.id, 1, 1), 1);
    assert.equal((await written(desk, request.id)).row?.published_version, 1);
  });

  it('puts publishing off only while there is nothing newer', async () => {
    const stored = await desk.aStored();
    const { id } = stored.request;

    assert.equal(await desk.store.putOffPublishing(id, 1, 0, later(60_000)), true);
    assert.deepEqual((await written(desk, id)).row?.publish_at, later(60_000));
    await save(desk, stored, approval);
    desk.jobs.take(id);

    assert.equal(await desk.store.putOffPublishing(id, 1, 0, later(90_000)), false);
    assert.deepEqual((await written(desk, id)).row?.publish_at, approval.at);
    assert.deepEqual(desk.jobs.take(id), []);
    await desk.store.send(id, { job: 'publish' });
    assert.equal(await desk.store.putOffPublishing(id, 2, 0, later(90_000)), false);
  });

  it('remembers the newest version that places show, whatever the order', async () => {
    const { request } = await desk.aStored();

    await desk.store.markPublished(request.id, 3);
    await desk.store.markPublished(request.id, 2);

    assert.equal((await written(desk, request.id)).row?.published_version, 3);
  });

  it('lets one of two tell the requester of a version', async () => {
    const { request } = await desk.aStored();

    const told = await Promise.all(
      [1, 1, 1].map((version) => desk.store.claimTelling(request.id, version)),
    );

    assert.deepEqual(told.toSorted(), [false, false, true]);
    assert.equal(await desk.store.claimTelling(request.id, 2), true);
  });

  describe('lists', () => {
    it('are of the person who asks, open ones newest first', async () => {
      const lynne = { id: newId('lynne'), name: 'Lynne Robbins' };
      const one = await desk.aStored({ requestedBy: lynne });
      const two = await desk.aStored({ requestedBy: lynne });
      const three = await desk.aStored({ requestedBy: lynne });
      await desk.aStored();
      await save(desk, two, rejection);

      const { requests: open, total } = await desk.store.open(lynne.id, 9);
      assert.deepEqual([ids(open), total], [[three.request.id, one.request.id], 2]);
      assert.deepEqual(ids(await desk.store.finished(lynne.id)), [two.request.id]);
    });

    it('hold the ten latest finished ones', async () => {
      const lynne = { id: newId('lynne'), name: 'Lynne Robbins' };
      const requests = [];
      for (let i = 0; i < 11; i++) requests.push(await desk.aStored({ requestedBy: lynne }));
      for (const each of requests) await save(desk, each, rejection);

      const finished = await desk.store.finished(lynne.id);

      assert.deepEqual(
        ids(finished),
        requests
          .slice(1)
          .reverse()
          .map(({ request }) => request.id),
      );
    });

    it('hold what waits for an approver, oldest first', async () => {
      const pradeep = { id: newId('pradeep'), name: 'Pradeep Gupta' };
      const named = async () => {
        const wanted = { ...(await desk.aNewRequest()), approvers: [MEGAN, pradeep] };
        const creation = await desk.store.create(wanted);
        assert.ok(creation.ok);
        return creation.stored;
      };
      const [one, two, three] = [await named(), await named(), await named()];
      await desk.aStored();
      await save(desk, two, approval);

      const waiting = await desk.store.waitingFor(pradeep.id, 9);
      assert.deepEqual(ids(waiting.requests), [one.request.id, three.request.id]);
      assert.deepEqual(await desk.store.waitingIds(pradeep.id, 9), ids(waiting.requests));
    });

    it('begin with as many as wanted, and say how many there are', async () => {
      const lynne = { id: newId('lynne'), name: 'Lynne Robbins' };
      const requests = [];
      for (let i = 0; i < 3; i++) requests.push(await desk.aStored({ requestedBy: lynne }));

      const { requests: some, total } = await desk.store.open(lynne.id, 2);

      assert.deepEqual([ids(some), total], [[requests[2]?.request.id, requests[1]?.request.id], 3]);
    });

    it('are counted up to a hundred', async () => {
      const isaiah = { id: newId('isaiah'), name: 'Isaiah Langer' };
      for (let i = 0; i < 100; i++) await desk.aStored({ requestedBy: isaiah });
      const hundred = await desk.store.open(isaiah.id, 2);
      await desk.aStored({ requestedBy: isaiah });

      const more = await desk.store.open(isaiah.id, 2);

      assert.deepEqual([hundred.total, hundred.isLonger], [100, false]);
      assert.deepEqual([more.total, more.isLonger, more.requests.length], [100, true, 2]);
    });
  });

  it('counts requests by their state', async () => {
    const before = (await desk.store.countByStatus()).get('rejected') ?? 0;
    const stored = await desk.aStored();
    await save(desk, stored, rejection);

    const counts = await desk.store.countByStatus();

    assert.equal(counts.get('rejected'), before + 1);
  });

  it('finds the open request of an organization, in any case', async () => {
    const { request } = await desk.aStored();
    const { exchangeOrganization } = request.connector;

    const found = await desk.store.findOpen(exchangeOrganization.toUpperCase());

    assert.equal(found?.request.id, request.id);
    assert.equal(await desk.store.findOpen('Nobody'), undefined);
  });
});

const ids = (requests: readonly Request[]): readonly string[] => requests.map(({ id }) => id);
