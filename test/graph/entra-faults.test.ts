import assert from 'node:assert/strict';
import { Fault, type FaultCode } from '../../src/errors.ts';
import { entraFault } from '../../src/graph/entra-faults.ts';

/** An error as @azure/identity throws it: what Entra said is its cause. */
const anError = (cause: unknown): Error => new Error('AuthenticationRequiredError', { cause });

const codeOf = (cause: unknown): FaultCode => entraFault(anError(cause)).code;

describe('entraFault', () => {
  const byNumber: readonly (readonly [number: string, code: FaultCode, why: string])[] = [
    ['65001', 'consent-required', 'nobody consented'],
    ['65004', 'consent-required', 'the person declined'],
    ['50072', 'interaction-required', 'the person must register for MFA'],
    ['50074', 'interaction-required', 'strong authentication'],
    ['50076', 'interaction-required', 'MFA'],
    ['50079', 'interaction-required', 'the person must register for MFA'],
    ['50158', 'interaction-required', 'an external challenge'],
    ['50105', 'blocked-by-policy', 'not assigned to the app'],
    ['53000', 'blocked-by-policy', 'the device is not compliant'],
    ['53001', 'blocked-by-policy', 'the device is not joined'],
    ['53002', 'blocked-by-policy', 'the app is not approved'],
    ['53003', 'blocked-by-policy', 'conditional access'],
    ['530034', 'blocked-by-policy', 'security defaults'],
    ['50013', 'sign-in-expired', 'the assertion is not valid'],
    ['500131', 'sign-in-expired', 'the assertion is for another app'],
    ['500133', 'sign-in-expired', 'the assertion has expired'],
    ['50173', 'sign-in-expired', 'the grant was revoked'],
    ['700016', 'misconfigured', 'the app is unknown'],
    ['700027', 'misconfigured', 'the certificate is unknown'],
    ['7000215', 'misconfigured', 'the secret is wrong'],
    ['7000222', 'misconfigured', 'the secret has expired'],
  ];
  for (const [number, code, why] of byNumber) {
    it(`reads ${number} (${why}) as ${code}`, () => {
      const said = { errorCode: 'unheard_of', subError: 'unheard_of' };

      assert.equal(codeOf({ ...said, errorNo: number }), code);
      assert.equal(codeOf({ ...said, errorNo: Number(number) }), code);
      assert.equal(codeOf({ ...said, errorMessage: `${number} - AADSTS${number}: Sorry.` }), code);
    });
  }

  const byCode: readonly (readonly [errorCode: string, code: FaultCode])[] = [
    ['consent_required', 'consent-required'],
    ['interaction_required', 'interaction-required'],
    ['login_required', 'interaction-required'],
    ['invalid_grant', 'sign-in-expired'],
    ['invalid_client', 'misconfigured'],
    ['unauthorized_client', 'misconfigured'],
    ['invalid_resource', 'misconfigured'],
    ['invalid_scope', 'misconfigured'],
  ];
  for (const [errorCode, code] of byCode) {
    it(`reads ${errorCode} without a known number as ${code}`, () => {
      assert.equal(codeOf({ errorCode }), code);
      assert.equal(codeOf({ errorCode, errorNo: '1' }), code);
      assert.equal(codeOf({ errorCode: 'unheard_of', subError: errorCode }), code);
    });
  }

  it('believes the number before the suberror, and that before the code', () => {
    const errorCode = 'invalid_grant';
    const subError = 'consent_required';

    assert.equal(codeOf({ errorCode, subError, errorNo: '53003' }), 'blocked-by-policy');
    assert.equal(codeOf({ errorCode, subError }), 'consent-required');
    assert.equal(codeOf({ errorCode, subError: 'basic_action' }), 'sign-in-expired');
  });

  it('believes the number before the message, which may quote another', () => {
    const errorMessage = 'AADSTS65001: The user has not consented.';

    assert.equal(codeOf({ errorNo: '53003', errorMessage }), 'blocked-by-policy');
  });

  it('does not take one number for the beginning of another', () => {
    const errorCode = 'interaction_required';

    assert.equal(
      codeOf({ errorCode, errorMessage: 'AADSTS500139: Sorry.' }),
      'interaction-required',
    );
  });

  const unknown: readonly (readonly [what: string, cause: unknown])[] = [
    ['no cause', undefined],
    ['null', null],
    ['a text', 'AADSTS65001: consent_required'],
    ['an empty object', {}],
    ['an unheard-of code', { errorCode: 'temporarily_unavailable' }],
    ['fields of other types', { errorCode: 1, subError: {}, errorNo: {}, errorMessage: [] }],
    ['a failed connection', Object.assign(new Error('x'), { code: 'ECONNREFUSED' })],
  ];
  for (const [what, cause] of unknown) {
    it(`blames the sign-in service for ${what}`, () => {
      assert.equal(codeOf(cause), 'sign-in-unavailable');
    });
  }

  it('blames the sign-in service for what is no error', () => {
    for (const thrown of [undefined, null, 'AADSTS65001', { errorCode: 'consent_required' }]) {
      assert.equal(entraFault(thrown).code, 'sign-in-unavailable');
    }
  });

  it('keeps what was thrown for the log', () => {
    const thrown = anError({ errorCode: 'invalid_grant' });

    const fault = entraFault(thrown);

    assert.ok(fault instanceof Fault);
    assert.equal(fault.cause, thrown);
    assert.equal(fault.message, 'sign-in-expired');
  });
});
