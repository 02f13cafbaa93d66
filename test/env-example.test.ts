import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import { Approval } from '../src/approval-environment.ts';
import { parseConfig } from '../src/config.ts';
import { Custom, Shared } from '../src/environment.ts';
import { environment, mistakes } from './support/environment.ts';

const EXAMPLE = new URL('../.env.example', import.meta.url);

describe('the configuration', () => {
  describe('of .env.example', () => {
    const optional = /^# ?([A-Z_]+=.*)$/gm;
    const example = () => readFile(EXAMPLE, 'utf8');

    it('is right as it stands', async () => {
      assert.deepEqual(mistakes(parseFile(await example())), []);
    });

    it('names every variable', async () => {
      const all = parseFile((await example()).replace(optional, '$1'));

      const names = [Shared, Approval, Custom].flatMap(({ shape }) => Object.keys(shape));
      assert.deepEqual(new Set(Object.keys(all)), new Set(names));
    });

    it('changes nothing when its optional lines with a default are taken in', async () => {
      const text = await example();
      const asItStands = parseConfig(parseFile(text));
      const lines = [...text.matchAll(optional)].map(([line]) => line);
      const withDefault = lines.filter((line) =>
        /^# (?!CLOUD_|BOT_APP_CERT|DATABASE_URL)/.test(line),
      );
      assert.equal(withDefault.length, 16);

      for (const line of withDefault) {
        const config = parseConfig(parseFile(text.replace(line, line.slice(2))));

        assert.deepEqual(config, asItStands, line);
      }
    });

    it('explains every variable', async () => {
      const lines = (await example()).split('\n');

      for (const [at, line] of lines.entries()) {
        if (/^#? ?CLOUD_/.test(line) || !/^(# )?[A-Z_]+=/.test(line)) continue;
        const above = lines.slice(0, at).findLast((other) => !/^(# )?[A-Z_]+=/.test(other));
        assert.match(above ?? '', /^# .*[a-z].*\.$/, line);
      }
    });

    it('shows the defaults, and values that are right', async () => {
      const { CLOUD: _, ...all } = parseFile((await example()).replace(optional, '$1'));
      const { BOT_APP_CERTIFICATE_PATH: __, ...given } = all;

      const config = parseConfig({ ...given, CLOUD: 'custom' });

      const defaults = parseConfig(environment());
      assert.deepEqual({ ...config.graph, scopes: [] }, { ...defaults.graph, scopes: [] });
      for (const part of ['http', 'logLevel', 'approval', 'approvers'] as const) {
        assert.deepEqual(config[part], defaults[part]);
      }
      assert.equal(config.database.type, 'postgres');
    });
  });
});

const parseFile = (text: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(parseEnv(text)).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
