import { PEOPLE } from '../../sandbox/cloud/directory.ts';
import type { Fault, Target } from '../../sandbox/cloud/fault-catalogue.ts';
import { answeredCard } from '../support/cards.ts';
import { numberOf, showsIn } from '../support/channel.ts';
import type { Stage } from './stage.ts';

type Journey = (stage: Stage) => Promise<void>;

const CREATED = /^Exchange connector created/;
/** Longer than the pauses of a request that is set back once. */
const PATIENCE = 15_000;

/** Signing in inside the form: refused, by a wrong code, by the right one, and by single sign-on. */
const signInOnSubmit: Journey = async (stage) => {
  const { tokens } = stage.bot.cloud;
  const alex = stage.alone();
  stage.signOut();
  const form = await alex.ask('new');
  await alex.press(form, 'form.submit', stage.wrongForm());
  const inputs = stage.form();
  await alex.press(form, 'form.submit', inputs);
  tokens.exchangeFails(PEOPLE.alex);
  await alex.press(form, 'form.submit', inputs, { authentication: await stage.proof() });
  tokens.exchangeFails(PEOPLE.alex, false);
  await alex.press(form, 'form.submit', inputs, { state: stage.wrongCode() });
  answeredCard(await alex.press(form, 'form.submit', inputs, { state: stage.code() }));
  stage.signOut();
  const other = { authentication: await stage.proof() };
  answeredCard(await alex.press(await alex.ask('new'), 'form.submit', stage.form(), other));
  const foreign = { authentication: await stage.proof(PEOPLE.megan) };
  await alex.press(await alex.ask('new'), 'form.submit', stage.form(), foreign);
};

/** The same by command, in a message of its own; then everything that can be typed. */
const commands: Journey = async (stage) => {
  const alex = stage.alone();
  await alex.say('sign out');
  await alex.say('sign in');
  await alex.invoke('signin/verifyState', { state: stage.wrongCode() });
  await alex.invoke('signin/verifyState', { state: stage.code() });
  const proof = await stage.proof();
  await alex.invoke('signin/tokenExchange', proof);
  await alex.invoke('signin/failure', {
    code: 'resourcematchfailed',
    message: `quagga ${proof.token}`,
  });
  for (const text of ['help', 'quagga', 'requests', 'request 1', 'request 999'])
    await alex.say(text);
  await alex.press(await alex.ask('new'), 'form.cancel');
};

/** In a channel: rejected, approved, and cancelled. */
const approval: Journey = async (stage) => {
  const rejected = await stage.asked();
  await rejected.megan.press(rejected.card, 'request.reject', { comment: '' });
  await rejected.megan.press(rejected.card, 'request.reject', { comment: 'Too many quaggas.' });
  await rejected.thread.shows(/rejected/i);
  const approved = await stage.asked();
  await approved.adele.press(approved.card, 'request.approve', { comment: 'I am no quagga.' });
  await approved.megan.press(approved.card, 'request.approve', { comment: 'A fine quagga.' });
  await approved.thread.shows(CREATED, PATIENCE);
  await stage.alone().say(`request ${numberOf(approved.card).slice(1)}`);
  const cancelled = await stage.asked();
  const own = await cancelled.thread.seenBy(cancelled.alex, cancelled.card);
  await cancelled.alex.press(own, 'request.cancel');
};

/** Blocked until somebody consents; refused by a Graph that repeats what was sent; tried again. */
const setbacks: Journey = async (stage) => {
  const { faults, tokens } = stage.bot.cloud;
  /** Megan approves while the fault is on; when it is over, alex presses what the card offers. */
  const overcome = async (target: Target, fault: Fault, verb: string) => {
    const { thread, alex, megan, card } = await stage.asked();
    // With a new assertion, so that Entra is asked.
    tokens.signIn(PEOPLE.alex);
    faults.set(target, fault);
    const answer = answeredCard(await megan.press(card, 'request.approve'));
    faults.clear();
    await alex.press(await thread.seenBy(alex, answer), verb);
    await thread.shows(CREATED, PATIENCE);
  };
  const message = '{"Message": "exchangeAlias \'quagga-alias\' of Quagga is not allowed"}';
  const refusal = { kind: 'refuse', status: 400, code: 'BadRequest', message } as const;
  await overcome('entra.obo', { kind: 'consent-required' }, 'request.complete');
  await overcome('graph.create', refusal, 'request.retry');
};

/** An old client: signed in afterwards, mistakes, and one who never signs in. */
const oldClient: Journey = async (stage) => {
  const alex = stage.alone();
  stage.signOut();
  const form = await alex.ask('new');
  const formId = alex.sent().at(-1)?.activityId ?? '';
  await alex.submit(form, 'form.submit', stage.wrongForm(), formId);
  await alex.submit(form, 'form.submit', stage.form(), formId);
  await alex.invoke('signin/tokenExchange', await stage.proof());
  await showsIn(stage.bot, alex.conversationId, CREATED, PATIENCE);
  stage.signOut();
  await alex.submit(await alex.ask('new'), 'form.submit', stage.form());
};

const FAULTS: readonly Fault[] = [{ kind: 'throttled-silent' }, { kind: 'status', status: 403 }];
const TARGETS: readonly Target[] = [
  'entra.obo',
  'tokens.get',
  'graph.list',
  'graph.create',
  'connector.send',
  'connector.update',
];

/** Whatever the cloud does, and tokens that are no good. */
const trouble: Journey = async (stage) => {
  const { faults, tokens } = stage.bot.cloud;
  for (const target of TARGETS) {
    for (const fault of FAULTS) {
      const alex = stage.alone();
      const form = await alex.ask('new');
      tokens.signIn(PEOPLE.alex);
      faults.set(target, fault);
      await alex.press(form, 'form.submit', stage.form());
      faults.clear();
    }
  }
  const alex = stage.alone();
  const message = alex.activity({ text: 'quagga' });
  await alex.send(message, { expiresIn: -3600 });
  await alex.send(message, { key: 'forged' });
  await alex.send(message, { audience: 'https://elsewhere.example' });
  await alex.send({ ...message, serviceUrl: 'https://quagga.example/' });
};

/** In the order in which they are told: the last one leaves something that waits for a sign-in. */
export const JOURNEYS = { signInOnSubmit, commands, approval, setbacks, trouble, oldClient };
