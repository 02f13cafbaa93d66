import assert from 'node:assert/strict';
import type { Answer } from '../../src/bot/answer.ts';
import { ownForm } from '../../src/bot/form-owner.ts';
import type { Turn } from '../../src/bot/turn.ts';
import type { Form } from '../../src/requests/form.ts';
import { ALEX, MEGAN } from '../support/requests.ts';

const form: Form = {
  id: 'f1',
  owner: ALEX,
  status: 'open',
  draft: {},
  origin: undefined,
  place: undefined,
};

/** Asks for a form as this person; `forgotten` tells for which id. */
function own(id: string | undefined, person: typeof ALEX, owner = ALEX) {
  // Of the store and of the turn only these are needed.
  const forms = {
    find: async (wanted: string) => (wanted === form.id ? { ...form, owner } : undefined),
  };
  const deps = { forms } as unknown as Parameters<typeof ownForm>[0];
  const forgotten = async (wanted: string): Promise<Answer> => ({
    type: 'message',
    text: `forgotten ${wanted}`,
  });
  return ownForm(deps, { person } as Turn, { form: id, inputs: {} }, forgotten);
}

const refused = (type: 'message' | 'refused', text: string) => ({
  ok: false,
  answer: { type, text },
});

describe('the form of an action', () => {
  it("is the person's own", async () => {
    assert.deepEqual(await own('f1', ALEX), { ok: true, form });
  });

  it("is not given to others, who are told whose it is and how to get one's own", async () => {
    assert.deepEqual(
      await own('f1', MEGAN),
      refused('message', 'This form belongs to Alex Wilber. Type new to get your own.'),
    );
  });

  it('is not given to others, who are not shown a name that they would read otherwise', async () => {
    const text = 'This form belongs to somebody else. Type new to get your own.';

    assert.deepEqual(
      await own('f1', MEGAN, { ...ALEX, name: '[Alex](https://evil.example)' }),
      refused('message', text),
    );
  });

  it('is answered for by the handler where the database does not know it', async () => {
    assert.deepEqual(await own('f2', ALEX), refused('message', 'forgotten f2'));
  });

  it('must be named', async () => {
    assert.deepEqual(await own(undefined, ALEX), refused('refused', 'The action names no form.'));
  });
});
