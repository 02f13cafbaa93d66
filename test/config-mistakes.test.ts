import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { parseConfig } from '../src/config.ts';
import { describe as describeMistakes } from '../src/config-mistakes.ts';
import { environment, mistakes } from './support/environment.ts';

describe('the configuration', () => {
  it('never shows a secret', () => {
    const given = environment({ BOT_APP_CERTIFICATE_PATH: 'x', PORT: '-1', CLOUD: 'mars' });

    assert.doesNotMatch(mistakes(given).join(), /hush/);
  });

  it('would not show one even if a rule refused it', () => {
    const { error } = z.object({ BOT_APP_SECRET: z.string().min(9) }).safeParse(environment());

    const [mistake = ''] = describeMistakes(error, environment());

    assert.match(mistake, /^BOT_APP_SECRET is \(not shown\): /);
    assert.doesNotMatch(mistake, /hush/);
  });

  describe('of the credential', () => {
    let folder: string;
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'config-'));
    });
    after(() => rm(folder, { recursive: true }));

    const withCertificate = (path: string) =>
      environment({ BOT_APP_SECRET: '', BOT_APP_CERTIFICATE_PATH: path });

    it('takes a PEM file with certificate and key', async () => {
      const path = join(folder, 'bot.pem');
      await writeFile(path, '-----BEGIN PRIVATE KEY-----\n-----BEGIN CERTIFICATE-----\n');

      const { credential } = parseConfig(withCertificate(path)).bot;

      assert.deepEqual(credential, { type: 'certificate', path });
    });

    it('refuses a file without the key, a folder, and a file that is not there', async () => {
      const noKey = join(folder, 'no-key.pem');
      await writeFile(noKey, '-----BEGIN CERTIFICATE-----\n');

      for (const path of [noKey, folder, join(folder, 'none.pem')]) {
        const [mistake = '', ...others] = mistakes(withCertificate(path));
        assert.equal(others.length, 0);
        assert.ok(mistake.startsWith('BOT_APP_CERTIFICATE_PATH') && mistake.includes(path));
      }
    });

    it('refuses two credentials at once', () => {
      assert.equal(mistakes(environment({ BOT_APP_CERTIFICATE_PATH: folder })).length, 1);
    });

    it('needs one', () => {
      assert.deepEqual(mistakes(environment({ BOT_APP_SECRET: '' })), [
        'BOT_APP_SECRET is missing: set it, or BOT_APP_CERTIFICATE_PATH',
      ]);
    });

    it('needs none with a managed identity, and refuses one', () => {
      const given = { BOT_APP_TYPE: 'UserAssignedMSI' };

      const config = parseConfig(environment({ ...given, BOT_APP_SECRET: '' }));

      assert.deepEqual(config.bot.credential, { type: 'managed-identity' });
      assert.equal(mistakes(environment(given)).length, 1);
    });
  });
});
