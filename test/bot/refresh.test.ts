import assert from 'node:assert/strict';
import { refresh } from '../../src/bot/refresh.ts';
import type { Turn } from '../../src/bot/turn.ts';
import type { Person } from '../../src/requests/person.ts';
import { ADELE, aRequest, MEGAN } from '../support/requests.ts';
import { drawn, handling, ISAIAH, type World } from './handling.ts';

describe('a refreshed card', () => {
  const created = aRequest('created', { executor: MEGAN });
  const look = async (world: World, person: Person, turn?: Partial<Turn>) => {
    const given = handling(world);
    const answer = await refresh(given.deps)(given.by(person, turn), {
      request: 'r1',
      inputs: {},
    });
    return { ...given, answer };
  };

  it('asks Graph with the rights of who looks, and changes nothing', async () => {
    const { done, events, answer } = await look({ request: created, signedIn: [ADELE] }, ADELE);

    assert.deepEqual(done, ['read c1 as adele']);
    assert.deepEqual(events, []);
    const fresh = { ...created, created: { id: 'c1', status: 'connected' } };
    assert.deepEqual(drawn(answer).request, fresh);
  });

  it('shows what is stored where Graph does not tell, and that is logged', async () => {
    const world = { request: created, signedIn: [ISAIAH] };

    const { answer, lines } = await look(world, ISAIAH);

    assert.deepEqual(drawn(answer).request, created);
    assert.match(lines.join(''), /no answer.*status not refreshed/);
  });

  it('asks nobody when Teams asks by itself, for who has no sign-in, or before it is created', async () => {
    const world = { request: created, signedIn: [ADELE] };

    const asked = await Promise.all([
      look(world, ADELE, { automatic: true }),
      look(world, MEGAN),
      look({ ...world, request: aRequest('waiting') }, ADELE),
    ]);

    for (const { done, lines } of asked) assert.deepEqual([done, lines], [[], []]);
  });

  it('does not exist for who has nothing to do with it and does not see it', async () => {
    const elsewhere = { conversation: { id: 'elsewhere' } } as Turn['activity'];

    const { answer, done } = await look({ request: created, signedIn: [ADELE] }, ADELE, {
      activity: elsewhere,
    });

    assert.equal(answer.type, 'message');
    assert.deepEqual(done, []);
  });
});
