import assert from 'node:assert/strict';
import { mayBeOfChannel } from '../../src/bot/channel-token.ts';

const ISSUER = 'https://api.botframework.com';

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

const bearer = (header: object, claims: object): string =>
  `Bearer ${encoded({ alg: 'RS256', ...header })}.${encoded({ iss: ISSUER, exp: 1, ...claims })}.x`;

const filled = (count: number) =>
  Object.fromEntries(Array.from({ length: count - 2 }, (_, index) => [`c${index}`, 1]));

describe('what is shown to botbuilder as a token', () => {
  const table: [string, string, boolean][] = [
    ['a token of the channel, whoever signed it', bearer({}, {}), true],
    ['one with fifty claims', bearer({}, filled(50)), true],
    ['one with more', bearer({}, filled(51)), false],
    ['one of another issuer', bearer({}, { iss: `${ISSUER}.evil.example` }), false],
    ['one without an end', bearer({}, { exp: undefined }), false],
    ['one whose end is text', bearer({}, { exp: '1' }), false],
    ['one without a signature', bearer({ alg: 'none' }, {}), false],
    ['one with a shared secret', bearer({ alg: 'HS256' }, {}), false],
    ['one with headers that must be understood', bearer({ crit: ['b64'] }, {}), false],
    ['one with none that must be', bearer({ crit: [] }, {}), false],
    ['one with a longer signature', `${bearer({}, {})}x-_9`, true],
    ['one of four parts', `${bearer({}, {})}.x`, false],
    ['one behind something else', ` ${bearer({}, {})}`, false],
    ['nothing', '', false],
    ['another scheme', bearer({}, {}).replace('Bearer', 'Basic'), false],
    ['what is no JSON', 'Bearer a.b.c', false],
  ];
  for (const [what, authorization, shown] of table) {
    it(`${shown ? 'includes' : 'does not include'} ${what}`, () => {
      assert.equal(mayBeOfChannel(authorization, ISSUER), shown);
    });
  }
});
