import assert from 'node:assert/strict';
import { BOT_FRAMEWORK } from '../../sandbox/cloud/channel.ts';
import { APP_ID_URI, BOT_APP_ID, PEOPLE } from '../../sandbox/cloud/directory.ts';
import { genuine, seconds } from './make-token.ts';
import { type TokenTrial, withTokenTrial } from './token-trial.ts';
import { RIGHT_TOKENS, WRONG_TOKENS } from './wrong-tokens.ts';

describe('the token of an activity', () => {
  let trial: TokenTrial;
  withTokenTrial((next) => {
    trial = next;
  });

  for (const [what, make] of WRONG_TOKENS) {
    it(`is refused ${what}`, () => trial.assertRefused(`Bearer ${trial.made(make)}`));
  }

  const microsofts: [string, () => Promise<string>][] = [
    ["a person's, for this bot", () => trial.bot.cloud.entra.userToken(PEOPLE.alex)],
    [
      "a person's, for Graph",
      () => trial.bot.cloud.entra.userToken(PEOPLE.alex, { audience: trial.bot.cloud.graph.url }),
    ],
    ['its own, for the Bot Framework', () => trial.bot.cloud.entra.appToken(BOT_FRAMEWORK)],
    ['its own, for itself', () => trial.bot.cloud.entra.appToken(BOT_APP_ID)],
    ['its own, for its API', () => trial.bot.cloud.entra.appToken(APP_ID_URI)],
  ];
  for (const [what, token] of microsofts) {
    it(`is refused where it is ${what}`, async () =>
      trial.assertRefused(`Bearer ${await token()}`));
  }

  const dressings: [string, (token: string) => string][] = [
    ['in a lower-case scheme', (token) => `bearer ${token}`],
    ['in capitals', (token) => `BEARER ${token}`],
    ['with two spaces', (token) => `Bearer  ${token}`],
    ['with a tab', (token) => `Bearer\t${token}`],
    ['with a comma', (token) => `Bearer ${token},`],
    ['twice', (token) => `Bearer ${token} ${token}`],
    ['in quotes', (token) => `Bearer "${token}"`],
    ['padded', (token) => `Bearer ${token}==`],
    ['in another scheme', (token) => `MSAuth1.0 ${token}`],
    ['without a scheme', (token) => token],
  ];
  for (const [how, dress] of dressings) {
    it(`is refused ${how}`, () => trial.assertRefused(dress(trial.made(genuine()))));
  }

  const altered: [string, (token: string) => string][] = [
    ['with another header', (token) => withPart(token, 0, trial.made(genuine({}, { kid: 'x' })))],
    [
      'with another payload',
      (token) => withPart(token, 1, trial.made(genuine({ exp: seconds(9) }))),
    ],
    ['with another signature', (token) => withPart(token, 2, trial.made(genuine({ x: 1 })))],
    ['in other letters', (token) => token.toUpperCase()],
    ['without its signature', (token) => token.replace(/[^.]+$/, '')],
    ['with a character more', (token) => `${token}A`],
  ];
  for (const [how, alter] of altered) {
    it(`is refused ${how}, although it was accepted before`, async () => {
      const token = trial.made(genuine());
      const help = trial.teams.activity({ text: 'help' });
      const accepted = await trial.send(help, `Bearer ${token}`);
      assert.equal(accepted.status, 200, accepted.text);

      const answer = await trial.send(help, `Bearer ${alter(token)}`);

      assert.equal(answer.status, 401, answer.text);
    });
  }

  for (const [what, make] of RIGHT_TOKENS) {
    it(`is accepted ${what}`, async () => {
      const answer = await trial.send(
        trial.teams.activity({ text: 'help' }),
        `Bearer ${trial.made(make)}`,
      );

      assert.equal(answer.status, 200, answer.text);
    });
  }
});

/** A token with one part of another. */
const withPart = (token: string, index: number, other: string): string =>
  token
    .split('.')
    .with(index, other.split('.')[index] ?? '')
    .join('.');
