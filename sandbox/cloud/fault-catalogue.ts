import { z } from 'zod';

const kind = <const K extends string>(name: K) =>
  z.strictObject({ kind: z.literal(name), times: z.int().positive().optional() });

export const Fault = z.discriminatedUnion('kind', [
  kind('throttled').extend({ retryAfter: z.string().optional() }),
  kind('throttled-silent'),
  kind('status').extend({
    status: z.int().min(400).max(599),
    retryAfter: z.string().optional(),
  }),
  kind('html-504'),
  kind('slow').extend({ ms: z.int().positive() }),
  kind('hang'),
  kind('hang-after'),
  kind('reset-before'),
  kind('reset-after'),
  kind('refuse').extend({
    status: z.int().min(400).max(499),
    code: z.string(),
    message: z.string(),
  }),
  kind('claims').extend({ claims: z.string().optional() }),
  kind('consent-required'),
  kind('mfa-required'),
  kind('blocked-by-policy'),
  kind('assertion-expired'),
  kind('secret-wrong'),
  kind('secret-expired'),
]);
/** What goes wrong; `times` says how often (until cleared, if absent). */
export type Fault = Readonly<z.infer<typeof Fault>>;

const graph = [
  'graph.create',
  'graph.list',
  'graph.get',
  'graph.update',
  'graph.delete',
  'graph.sync',
  'graph.members',
] as const;
const entra = ['entra.token', 'entra.obo'] as const;
const bot = [
  'tokens.get',
  'tokens.exchange',
  'tokens.signin',
  'tokens.signout',
  'connector.send',
  'connector.update',
  'connector.members',
  'openid',
] as const;

export const TARGETS = [...graph, ...entra, ...bot] as const;
/** The call which a fault strikes; `entra.token` is the bot asking for a token of its own. */
export type Target = (typeof TARGETS)[number];

export interface FaultEntry {
  readonly name: string;
  readonly targets: readonly Target[];
  readonly description: string;
  readonly example: Fault;
}

const everywhere = (description: string, example: Fault, name: string = example.kind) => ({
  name,
  targets: TARGETS,
  description,
  example,
});
const only = (targets: readonly Target[], description: string, example: Fault, name?: string) => ({
  name: name ?? example.kind,
  targets,
  description,
  example,
});

/** Every fault there is, and where it can strike. */
export const CATALOGUE: readonly FaultEntry[] = [
  everywhere('429 with Retry-After', { kind: 'throttled', retryAfter: '2.128' }),
  everywhere('429 without Retry-After', { kind: 'throttled-silent' }),
  everywhere('500', { kind: 'status', status: 500 }, 'status-500'),
  everywhere('502', { kind: 'status', status: 502 }, 'status-502'),
  everywhere('503', { kind: 'status', status: 503 }, 'status-503'),
  everywhere('504 with an HTML body', { kind: 'html-504' }),
  everywhere('waits, then goes on as usual', { kind: 'slow', ms: 1000 }),
  everywhere('never answers', { kind: 'hang' }),
  everywhere('done, then never answers', { kind: 'hang-after' }),
  everywhere('connection reset, nothing done', { kind: 'reset-before' }),
  everywhere('done, then connection reset', { kind: 'reset-after' }),
  only(
    graph,
    'refused for want of an Intune role',
    { kind: 'refuse', status: 403, code: 'Forbidden', message: 'Missing Intune role' },
    'refuse-role',
  ),
  only(
    graph,
    'refused for want of an Intune licence',
    { kind: 'refuse', status: 403, code: 'Forbidden', message: 'Tenant has no Intune license' },
    'refuse-licence',
  ),
  only(
    ['graph.create'],
    'refused because new connectors are no longer offered',
    { kind: 'refuse', status: 400, code: 'BadRequest', message: 'Connector is retired' },
    'refuse-retired',
  ),
  only(graph, 'claims challenge, sent to clients with capability cp1', { kind: 'claims' }),
  only(['entra.obo'], 'AADSTS65001, consent required', { kind: 'consent-required' }),
  only(['entra.obo'], 'AADSTS50076, more factors, with claims', { kind: 'mfa-required' }),
  only(['entra.obo'], 'AADSTS53003, conditional access', { kind: 'blocked-by-policy' }),
  only(['entra.obo'], 'AADSTS500133, assertion expired', { kind: 'assertion-expired' }),
  only(entra, 'AADSTS7000215, wrong client secret', { kind: 'secret-wrong' }),
  only(entra, 'AADSTS7000222, client secret expired', { kind: 'secret-expired' }),
];
