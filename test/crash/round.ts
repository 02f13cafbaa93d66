import assert from 'node:assert/strict';
import { type AdaptiveCard, adaptiveCard, answeredCard, words } from '../support/cards.ts';
import { numberOf } from '../support/channel.ts';
import type { HttpAnswer } from '../support/teams.ts';
import { until } from '../support/until.ts';
import { type Deeds, JOURNEYS } from './journeys.ts';
import type { Lane } from './lane.ts';
import type { Round } from './plan.ts';

export interface RoundResult {
  /** At which steps the process was killed. */
  readonly killedAt: readonly string[];
  /** What the cards say in the end. */
  readonly end: string;
}

/** A killed process's leases run out, the sweep comes by, and the settle window passes. */
const CONVERGE_MS = 60_000;
const TERMINAL = /^(Exchange connector created|Request (rejected|cancelled))/;

/** How many steps an undisturbed journey has. */
export async function countSteps(lane: Lane, journey: Round['journey']): Promise<number> {
  const organization = `Undisturbed ${journey}`.replace(',', '');
  const deeds = await JOURNEYS[journey](lane, organization);
  lane.failpoint.disarm();
  const answers = await press(deeds);
  await converged(lane, deeds, cardOf(answers), 0);
  return lane.failpoint.seen;
}

/** Plays a round and checks every promise; `steps` says how many an undisturbed one has. */
export async function playRound(
  lane: Lane,
  { journey, kills }: Round,
  organization: string,
  steps: number,
): Promise<RoundResult> {
  const deeds = await JOURNEYS[journey](lane, organization);
  const answers: HttpAnswer[] = [];
  const killedAt: string[] = [];
  for (const { percent, side } of kills) {
    lane.failpoint.arm(1 + Math.floor((percent / 100) * steps), side, lane.kill);
    const pressed = press(deeds);
    const struck = await Promise.race([lane.failpoint.struck, rested(lane, deeds, pressed)]);
    if (struck === AT_REST) lane.kill();
    killedAt.push(struck);
    answers.push(...(await pressed));
    await lane.restart();
  }

  const last = await press(deeds);
  assert.equal(last.length, deeds.clicks.length, 'every click is answered once it runs again');
  const end = await converged(lane, deeds, cardOf(last), kills.length);

  const number = numberOf(cardOf(last));
  for (const answer of answers) {
    // Nothing that was answered is lost: what is there in the end is still the same request.
    assert.equal(numberOf(answeredCard(answer)), number);
    const said = titleOf(answeredCard(answer)) ?? '';
    if (TERMINAL.test(said)) assert.equal(end, said, 'what was acknowledged stays so');
  }
  const made = lane.bot.cloud.graph.connectors.filter(
    (connector) => connector.exchangeOrganization === organization,
  );
  assert.equal(made.length, end === 'Exchange connector created' ? 1 : 0);
  lane.bot.cloud.faults.clear();
  return { killedAt, end };
}

const AT_REST = 'at rest';

/** Presses everything at once; gives what was answered before the process died. */
async function press({ clicks }: Deeds): Promise<readonly HttpAnswer[]> {
  const answers = await Promise.allSettled(clicks.map((click) => click()));
  return answers.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
}

/** Resolves when there is nothing left to do: then it is killed at rest. */
async function rested(
  lane: Lane,
  deeds: Deeds,
  pressed: ReturnType<typeof press>,
): Promise<string> {
  const answers = await pressed;
  // Whoever was struck has won the race already.
  if (answers.length < deeds.clicks.length) return lane.failpoint.struck;
  await converged(lane, deeds, cardOf(answers), Number.POSITIVE_INFINITY);
  return AT_REST;
}

function cardOf([answer]: readonly HttpAnswer[]): AdaptiveCard {
  assert.ok(answer);
  return answeredCard(answer);
}

const TITLE =
  /^(Approval needed|Creating the Exchange|Exchange connector created|Request (rejected|cancelled)|Waiting for|Refused|Not permitted)/;

/** What the card of a request says of its state, below a notice that may stand first. */
const titleOf = (card: AdaptiveCard): string | undefined =>
  words(card)
    .split('\n')
    .find((line) => TITLE.test(line));

/**
 * Waits until the cards of a request tell its end. A message that Teams took from a process which
 * died before it heard so is nobody's: there may be one for each kill.
 */
async function converged(
  lane: Lane,
  { ends }: Deeds,
  card: AdaptiveCard,
  strays: number,
): Promise<string> {
  const number = numberOf(card);
  const look = async () => {
    const shown = cardsOf(lane, number);
    const done = shown.filter((line) => ends.some((end) => end.test(line)));
    const [end] = done;
    const isOne = done.every((line) => line === end);
    return isOne && shown.length - done.length <= strays && done.length > 0 && end;
  };
  try {
    return await until(look, CONVERGE_MS);
  } catch (cause) {
    throw new Error(`${number} shows ${cardsOf(lane, number).join(' | ')}`, { cause });
  }
}

/** What each message with the request's card says. */
const cardsOf = (lane: Lane, number: string): readonly string[] =>
  lane.bot.cloud.connector.messages.flatMap(({ activity }) => {
    const [attachment] = activity.attachments ?? [];
    if (attachment?.contentType !== 'application/vnd.microsoft.card.adaptive') return [];
    const card = adaptiveCard(activity);
    const title = titleOf(card);
    return title !== undefined && numberOf(card) === number ? [title] : [];
  });
