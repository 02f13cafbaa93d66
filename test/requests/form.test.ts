import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Form, type FormEvent, transition } from '../../src/requests/form.ts';
import { aForm } from './forms.ts';

const AT = new Date('2026-03-01T10:00:00Z');
const { connector } = aForm('working');
const draft = { exchangeOrganization: 'Fabrikam' };
const created = { id: 'connector-1', status: 'connected' };

const EVENTS: { readonly [T in FormEvent['type']]: Extract<FormEvent, { type: T }> } = {
  correct: { type: 'correct', draft, errors: { exchangeAlias: 'Enter the alias.' } },
  submit: { type: 'submit', draft, connector, at: AT, reference: 'ref-1' },
  'need-person': { type: 'need-person', resumes: true },
  create: { type: 'create', created, at: AT },
  fail: { type: 'fail', fault: 'throttled' },
  cancel: { type: 'cancel' },
};

const STATUSES = ['open', 'cancelled', 'working', 'created', 'failed'] as const;

/** Where an event leads from each state; what is not listed leaves the form as it is. */
const ALLOWED: Readonly<
  Record<FormEvent['type'], Readonly<Partial<Record<Form['status'], Form['status']>>>>
> = {
  correct: { open: 'open' },
  submit: { open: 'working' },
  'need-person': { working: 'open' },
  create: { working: 'created' },
  fail: { working: 'failed' },
  cancel: { open: 'cancelled' },
};

describe('transition', () => {
  for (const event of Object.values(EVENTS)) {
    for (const status of STATUSES) {
      const next = ALLOWED[event.type][status];
      it(`${event.type} ${next ? `turns ${status} into ${next}` : `leaves ${status} alone`}`, () => {
        const form = aForm(status);

        const after = transition(form, event);

        assert.equal(after.status, next ?? status);
        assert.equal(after === form, next === undefined);
        assert.deepEqual([after.id, after.owner], [form.id, form.owner]);
      });
    }
  }

  it('does not change the form that it is given', () => {
    for (const status of STATUSES) {
      for (const event of Object.values(EVENTS)) {
        const form = aForm(status);
        Object.freeze(form);

        transition(form, event);

        assert.deepEqual(form, aForm(status));
      }
    }
  });

  it('keeps what was typed beside its mistakes, and forgets the notice', () => {
    const form = aForm('open', { notice: 'sign-in', resumes: true });

    const { id, owner } = form;
    const errors = { exchangeAlias: 'Enter the alias.' };
    assert.deepEqual(transition(form, EVENTS.correct), {
      id,
      owner,
      status: 'open',
      draft,
      errors,
    });
  });

  it('submits exactly what was typed last', () => {
    const form = aForm('open', { errors: { version: 'wrong' }, notice: 'forgotten' });

    const { id, owner } = form;
    assert.deepEqual(transition(form, EVENTS.submit), {
      id,
      owner,
      status: 'working',
      draft,
      connector,
      submittedAt: AT,
      reference: 'ref-1',
    });
  });

  for (const resumes of [true, false]) {
    it(`opens again for a sign-in, ${resumes ? 'to go on by itself' : 'to be submitted again'}`, () => {
      const form = aForm('working');

      const after = transition(form, { type: 'need-person', resumes });

      const { id, owner } = form;
      assert.deepEqual(after, {
        id,
        owner,
        status: 'open',
        draft: form.draft,
        errors: {},
        notice: 'sign-in',
        resumes,
      });
    });
  }

  it('adds the connector that Graph made', () => {
    const form = aForm('working');

    const after = transition(form, EVENTS.create);

    assert.deepEqual(after, { ...form, status: 'created', created, createdAt: AT });
  });

  it('adds the fault and keeps the reference', () => {
    const form = aForm('working');

    const after = transition(form, EVENTS.fail);

    assert.deepEqual(after, { ...form, status: 'failed', fault: 'throttled' });
  });

  it('keeps the typed values of a cancelled form, and nothing else', () => {
    const form = aForm('open', { errors: { version: 'wrong' }, notice: 'sign-in', resumes: true });

    const after = transition(form, EVENTS.cancel);

    const { id, owner } = form;
    assert.deepEqual(after, { id, owner, draft: form.draft, status: 'cancelled' });
  });
});

describe('any sequence of events', () => {
  const anyEvents = fc.array(fc.constantFrom(...Object.values(EVENTS)), { maxLength: 30 });

  for (const status of ['created', 'failed', 'cancelled'] as const) {
    it(`leaves a ${status} form as it is`, () => {
      fc.assert(
        fc.property(anyEvents, (events) => {
          const form: Form = aForm(status);

          assert.equal(events.reduce(transition, form), form);
        }),
      );
    });
  }

  it('never leaves a final state once it has reached one', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        let form: Form = aForm('open');
        for (const event of events) {
          const after = transition(form, event);
          if (form.status !== 'open' && form.status !== 'working') assert.equal(after, form);
          form = after;
        }
      }),
    );
  });

  it('lets one submission win until the person is needed', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        let form: Form = aForm('open');
        let winners = 0;
        for (const event of events) {
          const after = transition(form, event);
          if (event.type === 'submit' && after !== form) winners += 1;
          if (event.type === 'need-person' && after !== form) winners -= 1;
          form = after;
          assert.ok(winners === 0 || winners === 1);
          assert.equal(winners === 1, form.status !== 'open' && form.status !== 'cancelled');
        }
      }),
    );
  });
});
