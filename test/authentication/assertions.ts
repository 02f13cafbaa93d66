import { generateKeyPairSync } from 'node:crypto';
import { decodeJwt } from 'jose';
import { BOT_FRAMEWORK } from '../../sandbox/cloud/channel.ts';
import type { Cloud } from '../../sandbox/cloud/cloud.ts';
import {
  APP_ID_URI,
  BOT_APP_ID,
  FOREIGN_TENANT_ID,
  PEOPLE,
  type Person,
} from '../../sandbox/cloud/directory.ts';
import { jwt, signedBy } from './issuer.ts';

type MakeAssertion = (cloud: Cloud, person: Person) => Promise<string>;

const claimsOf = async (cloud: Cloud, person: Person) =>
  decodeJwt(await cloud.entra.userToken(person));

/** Who notices: the bot by the account or by the app that it is for, or Entra by the rest. */
export type Judge = 'account' | 'app' | 'entra';

/** What could stand in for a person's assertion for this bot, and is none. */
export const FOREIGN_ASSERTIONS: readonly [string, MakeAssertion, Judge][] = [
  ['of another person', ({ entra }) => entra.userToken(PEOPLE.patti), 'account'],
  [
    'of another tenant',
    ({ entra }, person) => entra.userToken(person, { tid: FOREIGN_TENANT_ID }),
    'account',
  ],
  [
    'for another bot',
    ({ entra }, person) => entra.userToken(person, { audience: 'api://botid-another' }),
    'app',
  ],
  [
    'for Graph',
    ({ entra, graph }, person) => entra.userToken(person, { audience: graph.url }),
    'app',
  ],
  [
    'for the Bot Framework',
    ({ entra }, person) => entra.userToken(person, { audience: BOT_FRAMEWORK }),
    'app',
  ],
  [
    'that has expired',
    ({ entra }, person) => entra.userToken(person, { expiresIn: -600 }),
    'entra',
  ],
  [
    'without a signature',
    async (cloud, person) => jwt({ alg: 'none' }, await claimsOf(cloud, person), () => 'x'),
    'entra',
  ],
  [
    'signed by somebody else',
    async (cloud, person) => {
      const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
      return jwt({ alg: 'RS256' }, await claimsOf(cloud, person), signedBy(privateKey));
    },
    'entra',
  ],
  ['of the bot itself', ({ entra }) => entra.appToken(APP_ID_URI), 'account'],
  ['of the bot, for its own id', ({ entra }) => entra.appToken(BOT_APP_ID), 'account'],
  [
    'whose person is a list',
    async (cloud, person) => {
      const claims = await claimsOf(cloud, person);
      return jwt({ alg: 'none' }, { ...claims, oid: [claims.oid] }, () => 'x');
    },
    'account',
  ],
  ['that is text', () => Promise.resolve('opaque'), 'account'],
  ['that is long', () => Promise.resolve('a.'.repeat(50_000)), 'account'],
];
