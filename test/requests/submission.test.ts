import assert from 'node:assert/strict';
import { JUSTIFICATION_MESSAGE } from '../../src/requests/justification.ts';
import { parseSubmission } from '../../src/requests/submission.ts';
import { anInput } from '../support/builders.ts';
import { T0 } from '../support/requests.ts';

const justification = 'We migrate in May.';

describe('a submission', () => {
  it('gives the connector and the justification where approval is needed', () => {
    const parsed = parseSubmission(anInput({ justification: ` ${justification} ` }), true, T0);

    assert.ok(parsed.ok);
    assert.equal(parsed.connector.exchangeOrganization, 'Contoso');
    assert.equal(parsed.justification, justification);
    assert.ok(!('justification' in parsed.connector));
  });

  it('needs no justification where no approval is needed, and keeps none', () => {
    for (const given of ['', 'short', justification, undefined]) {
      const parsed = parseSubmission(anInput({ justification: given }), false, T0);

      assert.ok(parsed.ok);
      assert.equal(parsed.justification, undefined);
    }
  });

  it('needs a justification where approval is needed', () => {
    const parsed = parseSubmission(anInput(), true, T0);

    assert.deepEqual(parsed, {
      ok: false,
      errors: { justification: JUSTIFICATION_MESSAGE },
      foreign: [],
    });
  });

  it('reports the mistakes of all fields at once', () => {
    const inputs = anInput({ exchangeAlias: '', version: 'x', justification: 'short' });

    const parsed = parseSubmission(inputs, true, T0);

    assert.ok(!parsed.ok);
    assert.deepEqual(Object.keys(parsed.errors).toSorted(), [
      'exchangeAlias',
      'justification',
      'version',
    ]);
  });

  it('refuses properties that no form has, and names them', () => {
    const parsed = parseSubmission(anInput({ id: 'x', justification }), true, T0);

    assert.deepEqual(parsed, { ok: false, errors: {}, foreign: ['id'] });
  });
});
