import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { Approval } from './approval-environment.ts';
import { Custom } from './environment.ts';

/** The variables that hold something. */
export type Given = Readonly<Record<string, string>>;

const SECRETS = new Set(['BOT_APP_SECRET', 'DATABASE_URL']);

/** What a schema found wrong: variable, value and remedy. */
export function describe(error: z.ZodError | undefined, given: Given): string[] {
  return (error?.issues ?? []).map((issue) => {
    const name = String(issue.path[0]);
    const value = given[name];
    if (value === undefined) return `${name} is missing: set it (see .env.example)`;
    const shown = SECRETS.has(name) ? '(not shown)' : JSON.stringify(value);
    return `${name} is ${shown}: ${issue.message}`;
  });
}

/** The app proves itself in exactly one way. */
export function credentialMistakes(given: Given): string[] {
  const { BOT_APP_SECRET: secret, BOT_APP_CERTIFICATE_PATH: path } = given;
  if (given.BOT_APP_TYPE === 'UserAssignedMSI') {
    return secret || path
      ? ['BOT_APP_TYPE is "UserAssignedMSI": remove BOT_APP_SECRET and BOT_APP_CERTIFICATE_PATH']
      : [];
  }
  if (secret && path) {
    return ['BOT_APP_SECRET and BOT_APP_CERTIFICATE_PATH are both set: keep one of them'];
  }
  if (secret) return [];
  if (!path) return ['BOT_APP_SECRET is missing: set it, or BOT_APP_CERTIFICATE_PATH'];
  return certificateMistakes(path);
}

function certificateMistakes(path: string): string[] {
  if (path.includes('-----BEGIN')) {
    return [
      'BOT_APP_CERTIFICATE_PATH is (not shown): give the path of the file, not what it holds',
    ];
  }
  const said = `BOT_APP_CERTIFICATE_PATH is ${JSON.stringify(path)}`;
  try {
    const pem = readFileSync(path, 'utf8');
    return pem.includes('-----BEGIN CERTIFICATE-----') &&
      /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem)
      ? []
      : [`${said}: the file must hold a PEM certificate and its private key`];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [`${said}: the file cannot be read (${reason})`];
  }
}

/** Endpoints of a custom cloud would be ignored in any other, so they are refused there. */
export function foreignCloudMistakes(given: Given): string[] {
  if (given.CLOUD === 'custom') return [];
  return Object.keys(Custom.shape)
    .filter((name) => given[name] !== undefined)
    .map((name) => `${name} is ${JSON.stringify(given[name])}: remove it, or set CLOUD=custom`);
}

/** Approval that could never be given; what is wrong by itself is left to its schema. */
export function approvalMistakes(given: Given): string[] {
  const { data: place } = Approval.shape.APPROVAL.safeParse(given.APPROVAL);
  const { data: approvers } = Approval.shape.APPROVERS.safeParse(given.APPROVERS);
  const { data: needed } = Approval.shape.APPROVALS_NEEDED.safeParse(given.APPROVALS_NEEDED);
  if (!place || !approvers || place === 'never') return [];
  const { owners, people, groups } = approvers;
  if (place === 'always' && people.length + groups.length === 0) {
    return [
      `APPROVERS is ${JSON.stringify(given.APPROVERS ?? 'owners')}: with APPROVAL=always, ` +
        'personal and group chats have no owners: add people or group:<object id>',
    ];
  }
  if (needed === undefined || needed <= people.length || owners || groups.length > 0) return [];
  return [
    `APPROVALS_NEEDED is ${JSON.stringify(given.APPROVALS_NEEDED)}: APPROVERS names fewer ` +
      `people (${people.length}): add people, owners or group:<object id>, or lower it`,
  ];
}
