import assert from 'node:assert/strict';
import { Fault } from '../src/errors.ts';
import { createLog } from '../src/log.ts';

describe('an error in the log', () => {
  it('keeps its chain of causes and drops what libraries hang on it', () => {
    const lines: string[] = [];
    const log = createLog('info', { write: (line) => lines.push(line) });
    const request = { headers: { authorization: 'Bearer hush' }, body: 'typed' };
    const cause = Object.assign(new Error('refused'), { statusCode: 403, request });

    log.error({ err: new Fault('not-permitted', cause) });

    const { err } = JSON.parse(lines[0] ?? '');
    assert.deepEqual(
      [err.message, err.details.code, err.cause.message, err.cause.details],
      ['not-permitted', 'not-permitted', 'refused', { statusCode: 403 }],
    );
    assert.doesNotMatch(lines[0] ?? '', /hush|typed/);
  });

  const TOKEN = 'eyJhbGciOiJSUzI1NiJ9.eyJvaWQiOiJhbGV4In0.c2lnbmF0dXJl';
  const messages = [
    // As botframework-connector words it when a reply with a token breaks off.
    ['a reply', `Error "…" occurred while parsing the response body - {"token":"hush\n${TOKEN}.`],
    ['a reply', 'Error … occurred in deserializing the responseBody - {"token":"hush"}'],
    ['a token', `The token ${TOKEN} has expired`],
    ['half a token', `It begins with ${TOKEN.slice(0, 30)}`],
    ['a header', 'Invalid header: authorization: Bearer hush'],
  ] as const;
  for (const [what, message] of messages) {
    it(`does not show ${what} that its message quotes: ${message.slice(0, 40)}`, () => {
      const lines: string[] = [];
      const log = createLog('info', { write: (line) => lines.push(line) });

      log.error({ err: new Fault('internal', new Error(message)) });
      log.error(new Error(message));
      log.error({ err: { message }, detail: message }, message);

      const [{ err }, { msg }, { err: like }] = lines.map((line) => JSON.parse(line));
      assert.doesNotMatch(lines.join(''), /hush|eyJ/);
      assert.match(err.cause.message, /^(Error|The token|It begins|Invalid header)/);
      assert.match(err.cause.stack, /\n {4}at /);
      assert.deepEqual([msg, like.message], [err.cause.message, err.cause.message]);
    });
  }
});
