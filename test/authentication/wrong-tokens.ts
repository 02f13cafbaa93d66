import { BOT_FRAMEWORK } from '../../sandbox/cloud/channel.ts';
import { BOT_APP_ID, TENANT_ID } from '../../sandbox/cloud/directory.ts';
import {
  bringsKey,
  genuine,
  hmac,
  type MakeToken,
  many,
  payloadOf,
  seconds,
  tampered,
  unsigned,
} from './make-token.ts';

/** What Entra puts into tokens that the emulator and other bots send. */
const MULTITENANT = [
  'd6d49420-f39b-4df7-a1dc-d59a935871db',
  'f8cdef31-a31e-4b4a-93e4-5f571e91255a',
  '72f988bf-86f1-41af-91ab-2d7cd011db47',
  'cab8a31a-1906-4287-a0d8-4eef66b95f6e',
  TENANT_ID,
];
const emulators: [string, MakeToken][] = MULTITENANT.flatMap((tid) =>
  [
    `https://sts.windows.net/${tid}/`,
    `https://login.microsoftonline.com/${tid}/v2.0`,
    `https://login.microsoftonline.us/${tid}/`,
    `https://login.microsoftonline.us/${tid}/v2.0`,
  ].flatMap((iss): [string, MakeToken][] =>
    [
      { ver: '1.0', appid: BOT_APP_ID },
      { ver: '2.0', azp: BOT_APP_ID },
    ].map((claims) => [
      `of the emulator ${claims.ver} by ${iss}`,
      genuine({ iss, tid, ...claims }),
    ]),
  ),
);

/** Each is right but for one thing, and but for that signed by Teams where nothing else is said. */
export const WRONG_TOKENS: readonly [string, MakeToken][] = [
  ['without an end', genuine({ exp: undefined })],
  ['whose end is text', genuine({ exp: `${seconds(3600)}` })],
  ['whose end is null', genuine({ exp: null })],
  ['that ended six minutes ago', genuine({ exp: seconds(-360) })],
  ['that begins in six minutes', genuine({ nbf: seconds(360) })],
  ['whose beginning is text', genuine({ nbf: 'now' })],
  ['for nobody', genuine({ aud: undefined })],
  ['for several, this bot among them', genuine({ aud: [BOT_APP_ID] })],
  ['for the bot in capitals', genuine({ aud: BOT_APP_ID.toUpperCase() })],
  ["for the bot's API", genuine({ aud: `api://botid-${BOT_APP_ID}` })],
  ['for another bot', genuine({ aud: '00000000-0000-4000-8000-000000000000' })],
  ['for the Bot Framework', genuine({ aud: BOT_FRAMEWORK })],
  ['of nobody', genuine({ iss: undefined })],
  ['of several issuers', genuine({ iss: [BOT_FRAMEWORK] })],
  ['of the issuer with a slash', genuine({ iss: `${BOT_FRAMEWORK}/` })],
  ['of the issuer in capitals', genuine({ iss: BOT_FRAMEWORK.toUpperCase() })],
  ['of the global cloud', genuine({ iss: 'https://api.botframework.com' })],
  ['of the US Government', genuine({ iss: 'https://api.botframework.us' })],
  ...emulators,
  ['of a skill 2.0', genuine({ ver: '2.0', azp: '00000000-0000-4000-8000-000000000000' })],
  ['of a skill 1.0', genuine({ ver: '1.0', appid: '00000000-0000-4000-8000-000000000000' })],
  ['of an anonymous skill', genuine({ appid: 'AnonymousSkill' })],
  ['for no service URL', genuine({ serviceurl: undefined })],
  [
    'for the service URL in capitals',
    genuine(({ serviceUrl }) => ({ serviceurl: serviceUrl.toUpperCase() })),
  ],
  [
    'for the service URL without its slash',
    genuine(({ serviceUrl }) => ({ serviceurl: serviceUrl.replace(/\/$/, '') })),
  ],
  ['for several service URLs', genuine(({ serviceUrl }) => ({ serviceurl: [serviceUrl] }))],
  [
    'with the service URL under another name',
    genuine(({ serviceUrl }) => ({ serviceurl: undefined, serviceUrl })),
  ],
  ['unsigned', unsigned('none')],
  ['unsigned, in other letters', unsigned('nOnE')],
  ['of no algorithm', unsigned(undefined)],
  ['of many algorithms', unsigned(['RS256'])],
  ['with a signature of another token', tampered],
  ['with half a signature', (occasion) => genuine()(occasion).slice(0, -200)],
  ['without a signature', (occasion) => genuine()(occasion).replace(/[^.]+$/, '')],
  ['without its last part', (occasion) => genuine()(occasion).replace(/\.[^.]+$/, '')],
  ['with one part more', (occasion) => `${genuine()(occasion)}.x`],
  ['encrypted', (occasion) => `${genuine()(occasion)}.x.x`],
  ['signed with the public key as a secret', hmac({}, ({ publicPem }) => publicPem)],
  ['signed with the modulus as a secret', hmac({}, ({ modulus }) => modulus)],
  ['signed with nothing as a secret', hmac({}, () => '')],
  ['signed with a published secret', hmac({ kid: 'secret' }, () => 'secret')],
  ['signed as PS256', genuine({}, { alg: 'PS256' })],
  ['signed as RS384 in name only', genuine({}, { alg: 'RS384' })],
  ['signed with a published elliptic key', bringsKey(() => ({}), 'elliptic')],
  ['that brings its key', bringsKey((_, jwk) => ({ jwk }), 'teams')],
  ['that says where its keys are', bringsKey((jku) => ({ jku }), 'nobody')],
  ['that says where its certificate is', bringsKey((x5u) => ({ x5u }), 'nobody')],
  ['whose key id is an address', bringsKey((kid) => ({ kid }), '')],
  ['whose key id is __proto__', genuine({}, { kid: '__proto__' })],
  ['whose key id is a list', genuine({}, { kid: ['teams'] })],
  ['without a key id', genuine({}, { kid: undefined })],
  ['with a header that must be understood', genuine({}, { crit: ['exp'] })],
  ['of claims that are null', payloadOf(null)],
  ['of claims that are a list', payloadOf([])],
  ['of claims that are text', payloadOf('claims')],
  ['of no claims', payloadOf({})],
  ['with a thousand claims', genuine(many(1000))],
];

/** What is odd about them is no mistake. */
export const RIGHT_TOKENS: readonly [string, MakeToken][] = [
  ['as Teams signs', genuine()],
  ['without a beginning', genuine({ nbf: undefined })],
  ['that ended four minutes ago, as clocks may differ', genuine({ exp: seconds(-240) })],
  ['that names a tenant', genuine({ tid: TENANT_ID })],
];
