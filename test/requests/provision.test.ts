import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { FAULT_CODES, Fault, type FaultCode } from '../../src/errors.ts';
import { createLog } from '../../src/log.ts';
import { readAttempts } from '../../src/requests/attempts.ts';
import type { Connector } from '../../src/requests/connector.ts';
import { DOUBT_ENDS_AFTER_MS } from '../../src/requests/policy.ts';
import { provisioner } from '../../src/requests/provision.ts';
import { type Listed, SEND_WITHIN_MS } from '../../src/requests/provision-plan.ts';
import type { Blocker, Created, Effect, Request } from '../../src/requests/request.ts';
import type { Stored } from '../../src/requests/request-reader.ts';
import { transition } from '../../src/requests/transition.ts';
import { onEachDatabase } from '../support/databases.ts';
import { later, T0 } from '../support/requests.ts';
import { aDesk, type Desk, FakeJobs, newId } from './desk.ts';

const TIMING = { timeoutMs: 20_000, settleMs: 30_000 };

/** Asked to wait so long by Graph. */
class Throttled extends Fault {
  readonly waitMs: number | undefined;
  constructor(waitMs?: number) {
    super('throttled');
    this.waitMs = waitMs;
  }
}

/** What Graph does with one POST. */
type Answer = 'created' | 'lost-before' | 'lost-after' | Error;

/** A Graph that keeps connectors, and answers as it is told; `created` when it is not. */
class FakeGraph {
  readonly connectors: Listed[] = [];
  readonly posts: string[] = [];
  readonly answers: Answer[] = [];
  readonly listFaults: Error[] = [];
  /** Runs in the middle of each list. */
  onList: () => Promise<void> | void = () => undefined;
  /** Whether connectors that are there are listed. */
  shows = () => true;

  async list(): Promise<readonly Listed[]> {
    const [fault] = this.listFaults.splice(0, 1);
    if (fault) throw fault;
    const listed = this.shows() ? [...this.connectors] : [];
    await this.onList();
    return listed;
  }

  create(connector: Connector, attemptId: string): Promise<Created> {
    this.posts.push(attemptId);
    const [answer = 'created'] = this.answers.splice(0, 1);
    if (answer instanceof Error) return Promise.reject(answer);
    if (answer === 'lost-before') return Promise.reject(new Fault('outcome-unknown'));
    const created = { id: newId('connector'), status: 'connectionPending' };
    this.connectors.push({ ...connector, ...created });
    return answer === 'created'
      ? Promise.resolve(created)
      : Promise.reject(new Fault('outcome-unknown'));
  }
}

onEachDatabase('the worker that provisions', (database) => {
  let desk: Desk;
  let graph: FakeGraph;
  let assertion: string | undefined;
  let assertionFault: Error | undefined;
  let clockAhead: number;

  beforeEach(() => {
    desk = aDesk(database().db, new FakeJobs());
    graph = new FakeGraph();
    assertion = 'assertion';
    assertionFault = undefined;
    clockAhead = 0;
  });

  /** The clock of the database, from which this process's own may be away. */
  const sharedNow = () =>
    sql<Date>`${new Date(desk.clock.now().getTime() - clockAhead)}::timestamptz`;

  /** One run of the job. */
  const run = ({ request }: Stored, tries = 0): Promise<void> =>
    provisioner({
      db: desk.db,
      store: desk.store,
      leases: desk.leases,
      timing: TIMING,
      assertionOf: () =>
        assertionFault ? Promise.reject(assertionFault) : Promise.resolve(assertion),
      list: () => graph.list(),
      create: (_, connector, attemptId) => graph.create(connector, attemptId),
      askedToWait: (error) => (error instanceof Throttled ? error.waitMs : undefined),
      now: desk.clock.now,
      sharedNow,
      newId,
      chance: () => 0.5,
      log: createLog('silent'),
    })({ request: request.id, tries });

  /** The job that the last run has left for later. */
  function nextJob({ request }: Stored): Extract<Effect, { job: 'provision' }> | undefined {
    return desk.jobs.take(request.id).findLast((effect) => effect.job === 'provision');
  }

  /** Runs the job whenever it is due, until none is left; how often. */
  async function runToTheEnd(stored: Stored, most = 50): Promise<number> {
    let runs = 0;
    nextJob(stored);
    for (let tries: number | undefined = 0; tries !== undefined && runs < most; runs++) {
      await run(stored, tries);
      const job = nextJob(stored);
      if (job?.at) desk.clock.passUntil(job.at);
      tries = job && (job.tries ?? 0);
    }
    return runs;
  }

  async function found({ request }: Stored): Promise<Request> {
    const stored = await desk.store.find(request.id);
    assert.ok(stored);
    return stored.request;
  }

  async function attemptsOf(id: string) {
    const { rows } = await sql<{ readonly attempts: unknown }>`
      select coalesce(jsonb_agg(attempt order by started_at), '[]') as attempts
      from attempt where request_id = ${id}`.execute(desk.db);
    return readAttempts(rows[0]?.attempts);
  }

  const outcomes = async ({ request }: Stored) =>
    (await attemptsOf(request.id)).map(({ outcome }) => outcome);

  /** The connector that was asked for, as Graph lists it. */
  const listed = ({ request }: Stored, changes: Partial<Listed> = {}): Listed => ({
    ...request.connector,
    id: newId('connector'),
    status: 'connected',
    ...changes,
  });

  const anAttempt = ({ request }: Stored, startedAt: Date) =>
    desk.db
      .insertInto('attempt')
      .values({
        id: newId('attempt'),
        request_id: request.id,
        baseline: '[]',
        started_at: startedAt,
        outcome: null,
        ended_at: null,
      })
      .execute();

  it('creates the connector with one POST, and remembers it', async () => {
    const stored = await desk.aProvisioning();

    await run(stored);

    const request = await found(stored);
    assert.ok(request.status === 'created');
    assert.deepEqual(request.created, {
      id: graph.connectors[0]?.id,
      status: 'connectionPending',
    });
    const attempts = await attemptsOf(request.id);
    assert.deepEqual(
      attempts.map(({ id, outcome }) => [id, outcome]),
      [[graph.posts[0], 'created']],
    );
  });

  it('writes the attempt down before it posts, with what was there', async () => {
    const stored = await desk.aProvisioning();
    const other = listed(stored, { exchangeOrganization: 'Fabrikam' });
    graph.connectors.push(other);
    let before: unknown;
    const create = graph.create.bind(graph);
    graph.create = async (connector, attemptId) => {
      before = await attemptsOf(stored.request.id);
      return create(connector, attemptId);
    };

    await run(stored);

    assert.deepEqual(before, [
      {
        id: graph.posts[0],
        baseline: [other.id],
        startedAt: T0,
        outcome: undefined,
        endedAt: undefined,
      },
    ]);
  });

  it('does nothing about a request that is not to be provisioned', async () => {
    const stored = await desk.aStored();

    await run(stored);

    assert.deepEqual(graph.posts, []);
    assert.equal((await found(stored)).status, 'waiting');
  });

  it('gives its lease back, whatever comes of the work', async () => {
    const stored = await desk.aProvisioning();
    graph.listFaults.push(new Fault('graph-unavailable'));

    await run(stored);

    const claim = await desk.leases.claim('provision', stored.request.id);
    assert.ok(claim);
    await claim.lease.release();
  });

  it('leaves the work to whoever has the lease', async () => {
    const stored = await desk.aProvisioning();
    const claim = await desk.leases.claim('provision', stored.request.id);

    await run(stored);

    assert.deepEqual(graph.posts, []);
    await claim?.lease.release();
  });

  it('posts once when 10 workers come at once', async () => {
    const stored = await desk.aProvisioning();

    await Promise.all(Array.from({ length: 10 }, () => run(stored)));

    assert.equal(graph.posts.length, 1);
    assert.equal((await found(stored)).status, 'created');
  });

  describe('throttled', () => {
    it('comes again after the time that Graph asks for', async () => {
      const stored = await desk.aProvisioning();
      graph.answers.push(new Throttled(7000));

      await run(stored);

      assert.deepEqual(nextJob(stored), { job: 'provision', at: later(7000), tries: 1 });
      assert.deepEqual(await outcomes(stored), ['not-executed']);
    });

    it('comes again after a pause of its own, longer each time, where Graph asks for none', async () => {
      const stored = await desk.aProvisioning();
      const pauses = [];
      for (let tries = 0; tries < 8; tries++) {
        graph.answers.push(new Throttled());
        await run(stored, tries);
        pauses.push((nextJob(stored)?.at?.getTime() ?? 0) - T0.getTime());
      }

      assert.deepEqual(pauses, [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
    });

    it('is not in doubt, and posts anew', async () => {
      const stored = await desk.aProvisioning();
      graph.answers.push(new Throttled(7000));

      const runs = await runToTheEnd(stored);

      assert.equal(runs, 2);
      assert.deepEqual(await outcomes(stored), ['not-executed', 'created']);
      assert.equal(graph.connectors.length, 1);
    });

    it('fails when it has been often enough', async () => {
      const stored = await desk.aProvisioning();
      graph.answers.push(...Array.from({ length: 20 }, () => new Throttled()));

      const runs = await runToTheEnd(stored);

      const request = await found(stored);
      assert.equal(runs, 9);
      assert.equal(request.status === 'failed' && request.fault, 'throttled');
    });
  });

  describe('a refused POST', () => {
    /** What each refusal does to a request that is not in doubt. */
    const ENDS: Readonly<Record<FaultCode, Blocker | 'failed' | 'again' | 'in doubt'>> = {
      'sign-in-expired': 'sign-in-required',
      'wrong-account': 'sign-in-required',
      'consent-required': 'consent-required',
      'interaction-required': 'interaction-required',
      'blocked-by-policy': 'blocked-by-policy',
      misconfigured: 'failed',
      'sign-in-unavailable': 'again',
      'invalid-connector': 'failed',
      'not-permitted': 'failed',
      retired: 'failed',
      'not-supported': 'failed',
      'already-exists': 'again',
      throttled: 'again',
      'graph-unavailable': 'again',
      'outcome-unknown': 'in doubt',
      'approvers-unavailable': 'failed',
      'teams-unavailable': 'failed',
      'database-unavailable': 'again',
      internal: 'failed',
    };
    for (const code of FAULT_CODES) {
      const end = ENDS[code];
      it(`as ${code}: ${end}`, async () => {
        const stored = await desk.aProvisioning();
        graph.answers.push(new Fault(code));

        await run(stored);

        const request = await found(stored);
        const job = nextJob(stored)?.at !== undefined;
        switch (request.status) {
          case 'blocked':
            assert.equal(request.blocker, end);
            break;
          case 'failed':
            assert.deepEqual([end, request.fault], ['failed', code]);
            assert.match(request.reference, /^.{1,8}$/);
            break;
          case 'provisioning':
            assert.ok(job);
            assert.equal(request.doubtSince ? 'in doubt' : 'again', end);
            break;
          default:
            assert.fail(request.status);
        }
        assert.deepEqual(await outcomes(stored), [
          code === 'outcome-unknown' ? undefined : 'not-executed',
        ]);
      });
    }
  });

  for (const [what, refuse] of [
    ['list', (fault: Error) => graph.listFaults.push(fault)],
    [
      'token',
      (fault: Error) => {
        assertionFault = fault;
      },
    ],
  ] as const) {
    it(`blocks when the ${what} needs the executor, without an attempt`, async () => {
      const stored = await desk.aProvisioning();
      refuse(new Fault('consent-required'));

      await run(stored);

      const request = await found(stored);
      assert.equal(request.status === 'blocked' && request.blocker, 'consent-required');
      assert.deepEqual(await outcomes(stored), []);
    });

    it(`tries again when the ${what} is not to be had`, async () => {
      const stored = await desk.aProvisioning();
      refuse(new Fault('graph-unavailable'));

      await run(stored);

      assert.deepEqual(nextJob(stored), { job: 'provision', at: later(1000), tries: 1 });
      assert.equal((await found(stored)).status, 'provisioning');
    });

    it(`fails as internal when the ${what} fails as nobody foresaw, without an attempt`, async () => {
      const stored = await desk.aProvisioning();
      refuse(new TypeError('undefined is not a function'));

      await run(stored);

      const request = await found(stored);
      assert.equal(request.status === 'failed' && request.fault, 'internal');
      assert.deepEqual(graph.posts, []);
    });
  }

  it('blocks when the executor is not signed in', async () => {
    const stored = await desk.aProvisioning();
    assertion = undefined;

    await run(stored);

    const request = await found(stored);
    assert.equal(request.status === 'blocked' && request.blocker, 'sign-in-required');
  });

  describe('a connector for the organization', () => {
    it('that is there already ends the request, and is named', async () => {
      const stored = await desk.aProvisioning();
      const { exchangeOrganization } = stored.request.connector;
      const rival = listed(stored, { exchangeOrganization: exchangeOrganization.toUpperCase() });
      graph.connectors.push(rival);

      await run(stored);

      const request = await found(stored);
      assert.ok(request.status === 'failed');
      assert.deepEqual([request.fault, request.existing], ['already-exists', rival.id]);
      assert.deepEqual(graph.posts, []);
    });

    it('that Graph names in its refusal is looked for, and named', async () => {
      const stored = await desk.aProvisioning();
      graph.answers.push(new Fault('already-exists'));
      graph.onList = () => {
        if (graph.posts.length === 0) graph.connectors.push(listed(stored, { id: 'rival' }));
      };

      await runToTheEnd(stored);

      const request = await found(stored);
      assert.ok(request.status === 'failed');
      assert.deepEqual([request.fault, request.existing], ['already-exists', 'rival']);
      assert.equal(graph.posts.length, 1);
    });

    it('that was made by hand is not taken for ours after a POST that was not executed', async () => {
      const stored = await desk.aProvisioning();
      graph.answers.push(new Throttled());
      await run(stored);
      graph.connectors.push(listed(stored, { id: 'by-hand' }));

      await run(stored, 1);

      const request = await found(stored);
      assert.equal(request.status === 'failed' && request.existing, 'by-hand');
    });
  });

  describe('an unknown outcome', () => {
    it('puts the request in doubt, and looks again after a pause', async () => {
      const stored = await desk.aProvisioning();
      graph.answers.push('lost-before');

      await run(stored);

      const request = await found(stored);
      assert.deepEqual(request.status === 'provisioning' && request.doubtSince, T0);
      assert.deepEqual(nextJob(stored), { job: 'provision', at: later(1000), tries: 1 });
    });

    it('is unknown too when the POST fails as nobody foresaw', async () => {
      const stored = await desk.aProvisioning();
      graph.answers.push(new TypeError('terminated'));

      await run(stored);

      const request = await found(stored);
      assert.deepEqual(request.status === 'provisioning' && request.doubtSince, T0);
    });

    it('is found at the next look', async () => {
      const stored = await desk.aProvisioning();
      graph.answers.push('lost-after');

      const runs = await runToTheEnd(stored);

      const request = await found(stored);
      assert.equal(runs, 2);
      assert.ok(request.status === 'created');
      assert.equal(request.created.id, graph.connectors[0]?.id);
      assert.equal(request.doubtSince, undefined);
      assert.equal(graph.posts.length, 1);
    });

    it('is found when it surfaces at the end of the settle window', async () => {
      const stored = await desk.aProvisioning();
      graph.answers.push('lost-after');
      graph.shows = () => desk.clock.now() >= later(TIMING.settleMs - 1);

      await runToTheEnd(stored);

      assert.equal((await found(stored)).status, 'created');
      assert.equal(graph.posts.length, 1);
    });

    it('posts anew when nothing came to light within the settle window, not before', async () => {
      const stored = await desk.aProvisioning();
      graph.answers.push('lost-before');
      const postedAt: number[] = [];
      const create = graph.create.bind(graph);
      graph.create = (connector, attemptId) => {
        postedAt.push(desk.clock.now().getTime() - T0.getTime());
        return create(connector, attemptId);
      };

      await runToTheEnd(stored);

      assert.equal((await found(stored)).status, 'created');
      assert.deepEqual(postedAt, [0, TIMING.settleMs]);
      assert.deepEqual(await outcomes(stored), ['settled', 'created']);
    });

    it('is not cut short by the clock of a process that jumps ahead', async () => {
      const stored = await desk.aProvisioning();
      graph.answers.push('lost-after');
      graph.shows = () => false;
      await run(stored);
      clockAhead = 3_600_000;
      desk.clock.pass(clockAhead);

      await run(stored, 1);

      assert.equal(graph.posts.length, 1);
    });

    it('does not count a look that began within the settle window', async () => {
      const stored = await desk.aProvisioning();
      graph.answers.push('lost-after');
      graph.shows = () => false;
      await run(stored);
      desk.clock.passUntil(later(TIMING.settleMs - 1000));
      // It comes to light while Graph answers.
      graph.onList = () => desk.clock.pass(2000);

      await run(stored, 1);

      assert.equal(graph.posts.length, 1);
      assert.equal((await found(stored)).status, 'provisioning');
    });

    it('is ours even when it comes to light after it was settled', async () => {
      const stored = await desk.aProvisioning();
      graph.answers.push('lost-after', new Throttled());
      graph.shows = () => false;
      await run(stored);
      desk.clock.pass(TIMING.settleMs);
      await run(stored, 1);
      graph.shows = () => true;

      await run(stored, 2);

      const request = await found(stored);
      assert.equal(request.status === 'created' && request.created.id, graph.connectors[0]?.id);
    });

    it('does not take for ours what differs from what was asked for', async () => {
      const stored = await desk.aProvisioning();
      graph.answers.push('lost-before');
      await run(stored);
      graph.connectors.push(listed(stored, { id: 'rival', exchangeAlias: 'another' }));

      await runToTheEnd(stored);

      const request = await found(stored);
      assert.ok(request.status === 'failed');
      assert.deepEqual([request.fault, request.existing], ['already-exists', 'rival']);
    });

    it('outlives a look that is refused: nothing is failed while in doubt', async () => {
      const stored = await desk.aProvisioning();
      graph.answers.push('lost-after');
      await run(stored);
      graph.listFaults.push(new Fault('not-permitted'));

      await run(stored, 1);

      assert.equal((await found(stored)).status, 'provisioning');
      await runToTheEnd(stored);
      assert.equal((await found(stored)).status, 'created');
    });

    it('keeps its doubt while the executor is waited for, and is found afterwards', async () => {
      const stored = await desk.aProvisioning();
      graph.answers.push('lost-after');
      await run(stored);
      graph.listFaults.push(new Fault('interaction-required'));
      await run(stored, 1);
      const blocked = await desk.store.find(stored.request.id);
      assert.ok(blocked?.request.status === 'blocked');
      assert.deepEqual(blocked.request.doubtSince, T0);
      const complete = { type: 'complete', by: blocked.request.executor, at: later(5000) } as const;
      const outcome = transition(blocked.request, complete);
      assert.ok(outcome.ok);
      await desk.store.save(blocked, outcome.request, complete, outcome.effects);

      await runToTheEnd(stored);

      assert.equal((await found(stored)).status, 'created');
      assert.equal(graph.posts.length, 1);
    });

    it('ends after a day, saying that a connector may exist', async () => {
      const stored = await desk.aProvisioning();
      graph.answers.push('lost-after');
      await run(stored);
      graph.listFaults.push(
        new Fault('graph-unavailable'),
        new Fault('graph-unavailable'),
        new Fault('graph-unavailable'),
      );
      desk.clock.passUntil(later(DOUBT_ENDS_AFTER_MS - 1));
      await run(stored, 40);
      assert.equal((await found(stored)).status, 'provisioning');
      desk.clock.passUntil(later(DOUBT_ENDS_AFTER_MS));

      await run(stored, 41);

      const request = await found(stored);
      assert.ok(request.status === 'failed');
      assert.equal(request.fault, 'outcome-unknown');
      assert.deepEqual(request.doubtSince, T0);
    });
  });

  describe('after a process that died', () => {
    it('once it had written its attempt down, waits for all that Graph may still do', async () => {
      const stored = await desk.aProvisioning();
      await anAttempt(stored, T0);
      desk.clock.pass(SEND_WITHIN_MS + TIMING.timeoutMs + TIMING.settleMs - 1);

      await run(stored);

      const request = await found(stored);
      assert.ok(request.status === 'provisioning' && request.doubtSince);
      assert.deepEqual(graph.posts, []);
      desk.clock.pass(1);
      await run(stored, 1);
      assert.equal((await found(stored)).status, 'created');
      assert.deepEqual(await outcomes(stored), ['settled', 'created']);
    });

    it('once it had posted, finds the connector', async () => {
      const stored = await desk.aProvisioning();
      await anAttempt(stored, T0);
      graph.connectors.push(listed(stored, { id: 'ours' }));

      await run(stored);

      const request = await found(stored);
      assert.equal(request.status === 'created' && request.created.id, 'ours');
      assert.deepEqual(graph.posts, []);
    });
  });

  describe('a worker that is no longer sure of its lease', () => {
    it('neither posts nor writes an attempt down when somebody else has it', async () => {
      const stored = await desk.aProvisioning();
      graph.onList = async () => {
        await desk.db
          .updateTable('lease')
          .set({ owner: 'somebody else' })
          .where('name', '=', `provision ${stored.request.id}`)
          .execute();
      };

      await run(stored);

      assert.deepEqual([graph.posts, await outcomes(stored)], [[], []]);
      assert.equal((await found(stored)).status, 'provisioning');
    });

    it('does the same when it has run out', async () => {
      const stored = await desk.aProvisioning();
      graph.onList = async () => {
        await desk.db
          .updateTable('lease')
          .set({ until: new Date(0) })
          .where('name', '=', `provision ${stored.request.id}`)
          .execute();
      };

      await run(stored);

      assert.deepEqual([graph.posts, await outcomes(stored)], [[], []]);
    });

    /** Another process goes on with the request, and has just posted. */
    const takeOver = async (stored: Stored) => {
      await desk.db
        .updateTable('lease')
        .set({ owner: 'somebody else' })
        .where('name', '=', `provision ${stored.request.id}`)
        .execute();
      await anAttempt(stored, desk.clock.now());
    };

    it('does not settle the attempt of another', async () => {
      const stored = await desk.aProvisioning();
      graph.answers.push('lost-before');
      await run(stored);
      desk.clock.pass(TIMING.settleMs);
      graph.onList = () => takeOver(stored);

      await run(stored, 1);

      const request = await found(stored);
      assert.ok(request.status === 'provisioning' && request.doubtSince);
      assert.deepEqual(await outcomes(stored), [undefined, undefined]);
      assert.equal(graph.posts.length, 1);
    });

    for (const code of ['not-permitted', 'consent-required'] as const) {
      it(`does not end another’s work by its own ${code}`, async () => {
        const stored = await desk.aProvisioning();
        graph.onList = async () => {
          await takeOver(stored);
          throw new Fault(code);
        };

        await run(stored);

        assert.equal((await found(stored)).status, 'provisioning');
      });
    }

    it('does not post when it slept between writing the attempt down and posting', async () => {
      const stored = await desk.aProvisioning();
      desk.jobs.take(stored.request.id);
      graph.onList = () => {
        desk.clock.stepMs = SEND_WITHIN_MS + 1;
      };

      await run(stored);

      assert.deepEqual([graph.posts, await outcomes(stored)], [[], ['not-executed']]);
      assert.equal((await found(stored)).status, 'provisioning');
      assert.equal(nextJob(stored)?.tries, 1);
    });
  });

  describe('a database that fails after the 201', () => {
    const failing = (times: number) => {
      const create = graph.create.bind(graph);
      graph.create = async (connector, attemptId) => {
        const created = await create(connector, attemptId);
        desk.jobs.failures.push(
          ...Array.from({ length: times }, () => new Fault('database-unavailable')),
        );
        return created;
      };
    };

    it('and works again at once: the connector is found', async () => {
      const stored = await desk.aProvisioning();
      failing(1);

      await runToTheEnd(stored);

      assert.equal((await found(stored)).status, 'created');
      assert.deepEqual([graph.posts.length, graph.connectors.length], [1, 1]);
    });

    it('and stays away: the job fails, and its repetition finds the connector', async () => {
      const stored = await desk.aProvisioning();
      failing(2);

      await assert.rejects(run(stored), { code: 'database-unavailable' });

      await runToTheEnd(stored);
      assert.equal((await found(stored)).status, 'created');
      assert.deepEqual([graph.posts.length, graph.connectors.length], [1, 1]);
    });

    it('does not make the last try a failure: the connector exists', async () => {
      const stored = await desk.aProvisioning();
      failing(1);

      await run(stored, 8);

      const request = await found(stored);
      assert.ok(request.status === 'provisioning' && request.doubtSince);
    });
  });
});
