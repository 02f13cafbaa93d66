import assert from 'node:assert/strict';
import { FormBook } from '../../src/requests/form-book.ts';
import { aForm, OWNER } from './forms.ts';

const LIMIT = 10_000;
const AT = new Date('2026-03-01T10:00:00Z');
const { connector } = aForm('working');
const OTHER = { id: 'somebody-else', name: OWNER.name };

const submit = { type: 'submit', draft: {}, connector, at: AT, reference: 'r' } as const;

/** Gives the ids form-1, form-2 and so on. */
function aBook(): FormBook {
  let last = 0;
  return new FormBook(() => {
    last += 1;
    return `form-${last}`;
  });
}

/** A form whose owner has to sign in before it goes on. */
function waitFor(book: FormBook, owner: typeof OWNER, resumes = true): string {
  const { id } = book.open(owner);
  book.advance(id, submit);
  book.advance(id, { type: 'need-person', resumes });
  return id;
}

describe('FormBook', () => {
  it('opens an empty form under a new id', () => {
    const book = aBook();

    const form = book.open(OWNER);

    const empty = { id: 'form-1', owner: OWNER, status: 'open', draft: {}, errors: {} };
    assert.deepEqual(form, empty);
    assert.equal(book.find('form-1'), form);
  });

  it('opens a form with values and a notice', () => {
    const form = aBook().open(OWNER, { version: '1.0' }, 'forgotten');

    assert.deepEqual(form, {
      id: 'form-1',
      owner: OWNER,
      status: 'open',
      draft: { version: '1.0' },
      errors: {},
      notice: 'forgotten',
    });
  });

  it('gives every form an id of its own', () => {
    const book = aBook();

    const ids = [book.open(OWNER), book.open(OWNER), book.open(OTHER)].map(({ id }) => id);

    assert.deepEqual(ids, ['form-1', 'form-2', 'form-3']);
  });

  it('finds nothing under an unknown id', () => {
    const book = aBook();
    book.open(OWNER);

    assert.equal(book.find('form-2'), undefined);
    assert.equal(book.find('__proto__'), undefined);
    assert.equal(book.find('constructor'), undefined);
  });

  it('keeps what an event made of the form', () => {
    const book = aBook();
    const { id } = book.open(OWNER);

    const { form, changed } = book.advance(id, submit);

    assert.equal(changed, true);
    assert.equal(form.status, 'working');
    assert.equal(book.find(id), form);
  });

  it('says when an event came too late', () => {
    const book = aBook();
    const { id } = book.open(OWNER);
    const first = book.advance(id, submit);

    const second = book.advance(id, { ...submit, reference: 'other' });

    assert.deepEqual(second, { form: first.form, changed: false });
  });

  it('changes no other form', () => {
    const book = aBook();
    const other = book.open(OWNER);
    const { id } = book.open(OWNER);

    book.advance(id, submit);

    assert.equal(book.find(other.id), other);
  });

  it('knows no event of a form that it has not', () => {
    assert.throws(() => aBook().advance('form-1', submit), /No form form-1/);
  });
});

describe('FormBook.working', () => {
  it('names the forms whose end is not known yet, whoever owns them', () => {
    const book = aBook();
    const [first, second, created, failed] = [OWNER, OTHER, OWNER, OWNER].map((owner) => {
      const { id } = book.open(owner);
      book.advance(id, submit);
      return id;
    });
    book.open(OWNER);
    waitFor(book, OWNER);
    book.advance(String(created), { type: 'create', created: { id: 'c', status: 'none' }, at: AT });
    book.advance(String(failed), { type: 'fail', fault: 'throttled' });

    const working = book.working().map(({ id }) => id);

    assert.deepEqual(working, [first, second]);
  });
});

describe('FormBook.resuming', () => {
  it('names the forms that wait for the sign-in of their owner', () => {
    const book = aBook();
    const waiting = [waitFor(book, OWNER), waitFor(book, OWNER)];

    const resuming = book.resuming(OWNER).map(({ id }) => id);

    assert.deepEqual(resuming, waiting);
  });

  it('knows the owner by id, not by name', () => {
    const book = aBook();
    const id = waitFor(book, OWNER);
    waitFor(book, OTHER);

    const resuming = book.resuming({ id: OWNER.id, name: 'Renamed' });

    assert.deepEqual(
      resuming.map((form) => form.id),
      [id],
    );
  });

  it('leaves out forms that were never submitted or shall be submitted again', () => {
    const book = aBook();
    book.open(OWNER);
    waitFor(book, OWNER, false);

    assert.deepEqual(book.resuming(OWNER), []);
  });

  for (const event of [
    submit,
    { type: 'cancel' },
    { type: 'correct', draft: {}, errors: { version: 'wrong' } },
  ] as const) {
    it(`leaves out a form after ${event.type}`, () => {
      const book = aBook();
      const id = waitFor(book, OWNER);

      book.advance(id, event);

      assert.deepEqual(book.resuming(OWNER), []);
    });
  }
});

describe('the bound of FormBook', () => {
  function openUntil(book: FormBook, count: number): void {
    for (let opened = 0; opened < count; opened += 1) book.open(OWNER);
  }

  it(`keeps ${LIMIT} forms`, () => {
    const book = aBook();

    openUntil(book, LIMIT);

    assert.ok(book.find('form-1'));
  });

  it('drops the oldest form for one more', () => {
    const book = aBook();

    openUntil(book, LIMIT + 1);

    assert.equal(book.find('form-1'), undefined);
    assert.ok(book.find('form-2'));
    assert.ok(book.find(`form-${LIMIT + 1}`));
  });

  it('never holds more than that', () => {
    const book = aBook();

    openUntil(book, LIMIT + 500);

    const ids = Array.from({ length: LIMIT + 500 }, (_, index) => `form-${index + 1}`);
    assert.equal(ids.filter((id) => book.find(id)).length, LIMIT);
  });

  it('never drops a form that is being submitted', () => {
    const book = aBook();
    const { id } = book.open(OWNER);
    book.advance(id, submit);

    openUntil(book, LIMIT);

    assert.equal(book.find(id)?.status, 'working');
    assert.equal(book.find('form-2'), undefined);
  });
});
