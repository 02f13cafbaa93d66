import assert from 'node:assert/strict';
import { request } from 'node:http';
import { EmulatorValidation } from 'botframework-connector';
import { post } from '../support/teams.ts';
import { jwt } from './issuer.ts';
import { genuine } from './make-token.ts';
import { type TokenTrial, withTokenTrial } from './token-trial.ts';

describe('the token of an activity, under attack,', () => {
  let trial: TokenTrial;
  withTokenTrial((next) => {
    trial = next;
  });

  it('is refused where a forged one stands before it', async () => {
    const { port } = new URL(trial.bot.url);
    const forged = trial.made((occasion) => jwt({ alg: 'RS256' }, genuine()(occasion), () => 'x'));

    const status = await new Promise((resolve, reject) => {
      const headers = [
        ['host', 'localhost'],
        ['content-type', 'application/json'],
        ['authorization', `Bearer ${forged}`],
        ['authorization', `Bearer ${trial.made(genuine())}`],
      ].flat();
      const options = { port, method: 'POST', path: '/api/messages', headers };
      const sent = request(options, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sent.on('error', reject).end(JSON.stringify(trial.teams.activity({ text: 'new' })));
    });

    assert.equal(status, 401);
    await trial.assertUntouched();
  });

  it('is not looked for anywhere but in its header', async () => {
    const token = trial.made(genuine());
    const body = JSON.stringify(trial.teams.activity({ text: 'new', token, authorization: token }));

    const headers = { cookie: `authorization=Bearer ${token}`, 'x-authorization': token };
    const answer = await post(trial.bot.url, body, headers);
    const query = await fetch(`${trial.bot.url}/api/messages?access_token=${token}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });

    assert.deepEqual([answer.status, query.status], [401, 401]);
    await trial.assertUntouched();
  });

  it('is not read where it is larger than any header', async () => {
    const answer = await trial.send(trial.teams.activity(), `Bearer ${'a.'.repeat(20_000)}`);

    assert.equal(answer.status, 431);
  });

  it('leaves nothing behind, whichever tenant a forged one names', async () => {
    const known = () =>
      EmulatorValidation.ToBotFromEmulatorTokenValidationParameters.issuer?.length;
    const before = known();

    for (let index = 0; index < 20; index += 1) {
      await trial.send(
        trial.teams.activity(),
        `Bearer ${trial.made(genuine({ tid: `tenant-${index}`, aud: 'x' }))}`,
      );
    }

    assert.equal(known(), before);
  });

  it('cannot keep the bot busy before it is refused', async () => {
    const claims = Object.fromEntries(
      Array.from({ length: 1000 }, (_, index) => [index.toString(36).padStart(3, '_'), 1]),
    );
    const token = trial.made(genuine({ ...claims, ver: '1.0', appid: 'x' }));
    await trial.send(trial.teams.activity(), `Bearer ${token}`);

    const { user } = process.cpuUsage();
    for (let index = 0; index < 10; index += 1)
      await trial.send(trial.teams.activity(), `Bearer ${token}`);

    // Copying all claims once for each took some 200 ms a time.
    const spentMs = process.cpuUsage({ user, system: 0 }).user / 1000;
    assert.ok(spentMs < 500, `${spentMs} ms`);
  });
});
