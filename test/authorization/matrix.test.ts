import assert from 'node:assert/strict';
import { PEOPLE, TEAM } from '../../sandbox/cloud/directory.ts';
import { newId } from '../requests/desk.ts';
import { type OpenBot, runOpenBot } from '../support/open-bot.ts';
import { reasonIn } from './answers.ts';
import { type Cell, cellsOf, MATRIX } from './matrix.ts';
import { clientOf, press, type Shown, storedOf, type Way } from './press.ts';
import { roleOf } from './roles.ts';
import { requestMaker } from './states.ts';

type Click = Cell & { readonly way: Way };
type Clicked = Shown & {
  readonly before: Awaited<ReturnType<typeof storedOf>>;
  readonly after: Awaited<ReturnType<typeof storedOf>>;
  readonly request: string;
};

/** Where something can be done, old clients are tried, too. */
const OPEN = ['waiting', 'blocked', 'failed'];
const cells = cellsOf(MATRIX);
const clicks: readonly Click[] = [
  ...cells.map((cell) => ({ ...cell, way: 'execute' as const })),
  ...cells
    .filter(({ state }) => OPEN.includes(state))
    .map((cell) => ({ ...cell, way: 'submit' as const })),
];
const acts = ({ expected }: Cell): boolean => /^[A-Z]+$/.test(expected);
/** Asks Graph for the present status, with the rights of whoever looks. */
const looks = ({ verb, state }: Cell): boolean => verb === 'request.refresh' && state === 'created';
const isWorkedOn = ({ state }: Cell): boolean => ['provisioning', 'in-doubt'].includes(state);

/** Those that change nothing share a request; where each waits for work, they must not queue. */
const sharing = (click: Click): string =>
  acts(click) || isWorkedOn(click) ? Object.values(click).join() : [click.state, click.role].join();

/** Does all of it, so much at a time. */
async function together<T>(tasks: readonly T[], most: number, act: (task: T) => Promise<void>) {
  const left = [...tasks];
  const worker = async () => {
    for (let task = left.shift(); task !== undefined; task = left.shift()) await act(task);
  };
  await Promise.all(Array.from({ length: most }, worker));
}

describe('who may do what with a request', () => {
  let bot: OpenBot;
  const clicked = new Map<Click, Clicked>();
  const connectorCalls = () =>
    bot.cloud.graph.requests.filter(({ path }) => path.includes('exchangeConnectors'));
  let calledByRefused: readonly string[];

  before(async function () {
    this.timeout(240_000);
    bot = await runOpenBot({ environment: { APPROVERS: `owners,${PEOPLE.lynne.aadObjectId}` } });
    const make = requestMaker(bot.db, bot.cloud.connector.serviceUrl);
    const clickAll = async (group: readonly Click[]) => {
      const [{ state, role: name } = { state: '', role: '' }] = group;
      const role = roleOf(name);
      const thread = `${TEAM.id};messageid=${newId()}`;
      const request = await make(state, role.provisionAs, thread);
      const client = clientOf(bot, role, thread);
      for (const click of group) {
        const before = await storedOf(bot, request);
        const data = { request, comment: 'Because of the test.' };
        const shown = await press(client, role, click.way, click.verb, data);
        clicked.set(click, { ...shown, request, before, after: await storedOf(bot, request) });
      }
    };
    const groups = [...Map.groupBy(clicks, sharing).values()];
    const changes = (group: readonly Click[]) => group.some((click) => acts(click));
    const quiet = groups
      .map((group) => group.filter((click) => !looks(click)))
      .filter((group) => group.length > 0 && !changes(group));

    await together(quiet, 24, clickAll);
    calledByRefused = connectorCalls().map(({ method, path }) => `${method} ${path}`);
    await together(groups.filter(changes), 4, clickAll);
    await together(
      clicks.filter(looks).map((click) => [click]),
      4,
      clickAll,
    );
  });
  after(() => bot.close());

  const resultOf = (click: Click): Clicked => {
    const result = clicked.get(click);
    assert.ok(result, 'was not clicked');
    return result;
  };

  for (const click of clicks) {
    const { verb, state, role, expected, way } = click;
    const told = `${verb} by ${role}, ${state}, as ${way}`;
    if (acts(click)) {
      it(`${told}: becomes ${expected.toLowerCase()}`, () => {
        const { before, after, request, words } = resultOf(click);

        assert.equal(after.request?.status, expected.toLowerCase(), words);
        assert.ok(after.audit.length > before.audit.length);
        assert.equal(reasonIn(words), undefined);
        const posts = connectorCalls().filter(
          ({ method, body }) => method === 'POST' && JSON.stringify(body).includes(`"${request}"`),
        );
        const created = expected === 'CREATED' ? [roleOf(role).uses?.aadObjectId] : [];
        assert.deepEqual(
          posts.map(({ claims }) => claims?.oid),
          created,
        );
      });
    } else {
      it(`${told}: ${expected}`, () => {
        const { before, after, status, words, hasCard } = resultOf(click);

        assert.deepEqual(after, before, words);
        if (expected === '403') {
          assert.equal(status, 403);
        } else if (expected === 'card') {
          assert.equal(reasonIn(words), undefined, words);
          assert.equal(hasCard, way === 'execute' || roleOf(role).at === 'alone', words);
        } else {
          assert.equal(reasonIn(words), expected, words);
        }
      });
    }
  }

  it('asks Graph for nothing where it changes nothing', () => {
    assert.deepEqual(calledByRefused, []);
  });
});
