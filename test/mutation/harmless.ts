/** The lines that are changed, as they were and as they become, and why that does no harm. */
type Argument = readonly [was: string, becomes: string, because: string];

/** The changes that no test notices, argued away; by file. */
export type Harmless = Readonly<Record<string, readonly Argument[]>>;

const TYPES = 'Only the compiler needs it: it is never undefined here.';
const MEMORY = 'Nobody is given what is over; it would only be kept in memory.';
const NO_RETURN = 'A function that ends returns undefined as well.';
const NO_JSON = 'That is no JSON either, so that nothing is read of it.';
const NO_MEMBER = 'What is no member has no id under which it would be looked up.';
const UNHEARD = 'Who waits no longer hears nothing; it would only be kept in memory.';
const ANCHORS = 'The whole pattern is anchored anyway.';
const NO_DOUBT = 'What waits was never tried, and is never in doubt.';

export const HARMLESS: Harmless = {
  'src/bot/activity.ts': [
    [
      'return given.length > 0 && given.every((id) => id?.toLowerCase() === tenantId.toLowerCase());',
      'return given.length > 0 && given.every((id) => id.toLowerCase() === tenantId.toLowerCase());',
      TYPES,
    ],
  ],
  'src/bot/approvers.ts': [
    [
      "if (origin.chat === 'personal') return [];",
      'if (origin.chat === \'personal\') return ["Stryker was here"];',
      NO_MEMBER,
    ],
    ['return [];', 'return ["Stryker was here"];', NO_MEMBER],
  ],
  'src/bot/assertions.ts': [
    [
      "const payload = Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8');",
      "const payload = Buffer.from(jwt.split('.')[1] ?? \"Stryker was here!\", 'base64url').toString('utf8');",
      NO_JSON,
    ],
    ['} catch { return undefined; }', '} catch {}', NO_RETURN],
  ],
  'src/bot/channel-token.ts': [
    [
      "function parsed(part = ''): unknown {",
      'function parsed(part = "Stryker was here!"): unknown {',
      NO_JSON,
    ],
    ['} catch { return undefined; }', '} catch {}', NO_RETURN],
  ],
  'src/bot/complete.ts': [
    [
      "const awaited = request.status === 'blocked' && request.blocker === 'sign-in-required';",
      "const awaited = true && request.blocker === 'sign-in-required';",
      'Only what is blocked has a blocker.',
    ],
  ],
  'src/bot/decide.ts': [
    [
      'if (saved) return outcomeAnswer(deps, turn, decision.type, { ok: true, stored: saved });',
      'if (false) return outcomeAnswer(deps, turn, decision.type, { ok: true, stored: saved });',
      "The second look finds the person's own decision, and shows the same card without an excuse.",
    ],
    [
      'if (saved) return outcomeAnswer(deps, turn, decision.type, { ok: true, stored: saved });',
      'if (saved) return outcomeAnswer(deps, turn, decision.type, { ok: false, stored: saved });',
      'Who has decided is shown the same card, without an excuse.',
    ],
  ],
  'src/bot/kept.ts': [
    [
      'for (const [old, { until }] of kept) { if (until > at) break; kept.delete(old); }',
      'for (const [old, { until }] of kept) {}',
      MEMORY,
    ],
    ['if (until > at) break;', 'if (until >= at) break;', MEMORY],
    ['if (until > at) break;', 'if (true) break;', MEMORY],
    ['kept.delete(old);', ';', MEMORY],
    ['kept.delete(key);', ';', MEMORY],
  ],
  'src/clouds.ts': [
    [
      "const [host = '', port] = pattern.split(':');",
      'const [host = "Stryker was here!", port] = pattern.split(\':\');',
      TYPES,
    ],
  ],
  'src/requests/changes.ts': [
    ['waiting.delete(resolve);', ';', UNHEARD],
    [
      'if (waiting.size === 0) this.#waiting.delete(requestId);',
      'if (false) this.#waiting.delete(requestId);',
      UNHEARD,
    ],
    [
      'if (waiting.size === 0) this.#waiting.delete(requestId);',
      'if (waiting.size === 0) ;',
      UNHEARD,
    ],
  ],
  'src/requests/connector.ts': [
    [
      "organization.normalize('NFC').toUpperCase().toLowerCase();",
      "organization.normalize('NFC').toUpperCase().toUpperCase();",
      'Upper case alone tells the same organizations apart.',
    ],
    [
      "(error?.issues ?? []).flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : []));",
      '(error?.issues ?? ["Stryker was here"]).flatMap((issue) => (issue.code === \'unrecognized_keys\' ? issue.keys : []));',
      'What is no issue names no properties.',
    ],
  ],
  'src/requests/fields.ts': [
    [
      'const IPV4 = z.regexes.ipv4.source.slice(1, -1);',
      'const IPV4 = z.regexes.ipv4.source;',
      ANCHORS,
    ],
    [
      'const IPV6 = z.regexes.ipv6.source.slice(1, -1);',
      'const IPV6 = z.regexes.ipv6.source;',
      ANCHORS,
    ],
  ],
  'src/requests/last-sync.ts': [
    [
      '...(time !== undefined && TIME.test(time) ? {} : { lastSyncTime: timeMessage(time) }),',
      '...(true && TIME.test(time) ? {} : { lastSyncTime: timeMessage(time) }),',
      'The pattern takes undefined for a word, which is no time.',
    ],
    [
      'const dateTime = `${date}T${time?.length === 5 ? `${time}:00` : time}Z`;',
      'const dateTime = `${date}T${time.length === 5 ? `${time}:00` : time}Z`;',
      TYPES,
    ],
    [
      'if (date === undefined || !DATE.test(date) || date < FIRST_DATE) return false;',
      'if (false || !DATE.test(date) || date < FIRST_DATE) return false;',
      'The pattern takes undefined for a word, which is no date.',
    ],
    [
      'const DATE = /^\\d{4}-\\d{2}-\\d{2}$/;',
      'const DATE = /\\d{4}-\\d{2}-\\d{2}$/;',
      'A longer year begins with a sign, which stands before all digits: it is refused as too early.',
    ],
    [
      'const DATE = /^\\d{4}-\\d{2}-\\d{2}$/;',
      'const DATE = /^\\d{4}-\\d{2}-\\d{2}/;',
      'What follows a date makes no moment with the time that is put behind it.',
    ],
  ],
  'src/requests/options.ts': [
    [
      "...('executor' in request ? [request.executor] : []),",
      '...(\'executor\' in request ? [request.executor] : ["Stryker was here"]),',
      'What is no person can do nothing, and is left out.',
    ],
  ],
  'src/requests/provision-plan.ts': [
    [
      "return wanted === undefined || organizationKey(wanted) === organizationKey(listed[name] ?? '');",
      'return wanted === undefined || organizationKey(wanted) === organizationKey(listed[name] ?? "Stryker was here!");',
      'Nobody asks for a connector with that in it.',
    ],
    [
      "const sameOrganization = (connector: Connector, { exchangeOrganization = '' }: Listed): boolean =>",
      'const sameOrganization = (connector: Connector, { exchangeOrganization = "Stryker was here!" }: Listed): boolean =>',
      'Nobody asks for an organization of that name.',
    ],
  ],
  'src/requests/transition.ts': [
    [
      "if (request.status === 'blocked' && request.doubtSince) return refuse('in-doubt');",
      "if (true && request.doubtSince) return refuse('in-doubt');",
      NO_DOUBT,
    ],
    [
      "if (request.status === 'blocked' && request.doubtSince) {",
      'if (true && request.doubtSince) {',
      NO_DOUBT,
    ],
  ],
};
