import assert from 'node:assert/strict';
import { onEachDatabase } from '../support/databases.ts';
import { ALEX, HERE, MEGAN } from '../support/requests.ts';
import { aDesk, type Desk, FakeJobs, newId } from './desk.ts';

const draft = { exchangeOrganization: 'Contoso', justification: 'We migrate in May.' };

onEachDatabase('the store of forms', (database) => {
  let desk: Desk;
  beforeEach(() => {
    desk = aDesk(database().db, new FakeJobs());
  });

  it('opens a form of a person, with what it starts with', async () => {
    const owner = { ...ALEX, mri: '29:alex' };

    const id = await desk.anOpenForm({ owner, draft });

    assert.deepEqual(await desk.forms.find(id), {
      origin: HERE,
      id,
      owner,
      status: 'open',
      draft,
      notice: undefined,
      place: null,
    });
  });

  it('opens an empty form', async () => {
    const id = await desk.anOpenForm();

    assert.deepEqual((await desk.forms.find(id))?.draft, {});
  });

  it('gives every form an id of its own', async () => {
    const ids = await Promise.all([1, 2, 3].map(() => desk.anOpenForm()));

    assert.equal(new Set(ids).size, 3);
  });

  it('does not know what it has not opened', async () => {
    assert.equal(await desk.forms.find('unknown'), undefined);
  });

  it('cancels an open form once', async () => {
    const id = await desk.anOpenForm();

    const cancelled = await Promise.all([1, 2, 3].map(() => desk.forms.cancel(id)));

    assert.deepEqual(cancelled.toSorted(), [false, false, true]);
    assert.equal((await desk.forms.find(id))?.status, 'cancelled');
  });

  it('cancels no other form', async () => {
    const id = await desk.anOpenForm();
    const other = await desk.anOpenForm();

    await desk.forms.cancel(id);

    assert.equal((await desk.forms.find(other))?.status, 'open');
  });

  it('does not cancel what was submitted', async () => {
    const wanted = await desk.aNewRequest();
    await desk.store.create(wanted);

    const cancelled = await desk.forms.cancel(wanted.formId);

    assert.equal(cancelled, false);
    assert.equal((await desk.forms.find(wanted.formId))?.status, 'submitted');
  });

  it('either cancels or submits a form that is pressed twice at once', async () => {
    for (let round = 0; round < 5; round++) {
      const wanted = await desk.aNewRequest();

      const [cancelled, creation] = await Promise.all([
        desk.forms.cancel(wanted.formId),
        desk.store.create(wanted),
      ]);

      assert.notEqual(cancelled, creation.ok);
      const form = await desk.forms.find(wanted.formId);
      assert.equal(form?.status, cancelled ? 'cancelled' : 'submitted');
    }
  });

  describe('in place of a form that is not known', () => {
    it('opens one that says so, with what was typed', async () => {
      const form = await desk.forms.reopen(newId('gone'), ALEX, HERE, draft);

      assert.deepEqual([form.status, form.notice, form.draft], ['open', 'forgotten', draft]);
    });

    it('opens one, however often and at once it is asked for', async () => {
      const gone = newId('gone');

      const forms = await Promise.all(
        Array.from({ length: 10 }, () => desk.forms.reopen(gone, ALEX, HERE, draft)),
      );

      assert.equal(new Set(forms.map(({ id }) => id)).size, 1);
      assert.notEqual(forms[0]?.id, gone);
    });

    it('shows what has become of it since', async () => {
      const gone = newId('gone');
      const { id } = await desk.forms.reopen(gone, ALEX, HERE, draft);
      await desk.forms.cancel(id);

      const again = await desk.forms.reopen(gone, ALEX, HERE, { exchangeOrganization: 'Fabrikam' });

      assert.deepEqual([again.id, again.status, again.draft], [id, 'cancelled', draft]);
    });

    it('leaves it with whoever asked first', async () => {
      const gone = newId('gone');
      await desk.forms.reopen(gone, ALEX, HERE, draft);

      const form = await desk.forms.reopen(gone, MEGAN, HERE, {});

      assert.deepEqual(form.owner, ALEX);
    });
  });

  it('remembers the message that shows a form', async () => {
    const id = await desk.anOpenForm();

    await desk.forms.remember(id, { activity: 'a1' });

    assert.deepEqual((await desk.forms.find(id))?.place, { activity: 'a1' });
  });

  it('reads a notice of another version as none', async () => {
    const id = await desk.anOpenForm();
    await desk.db.updateTable('form').set({ notice: 'later' }).where('id', '=', id).execute();

    assert.equal((await desk.forms.find(id))?.notice, undefined);
  });
});
