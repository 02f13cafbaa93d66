import { signsInOnCard, silently, types } from './deed.ts';
import { entra, members, tokenService } from './expected.ts';
import { alone, type Scenario, submits } from './scenario.ts';

const step = 'sign-in';

export const SIGN_IN: readonly Scenario[] = [
  {
    step,
    deed: 'types `sign in`, as the first one since the bot started',
    usual: 'asked to sign in',
    targets: {
      openid: members('not delivered'),
      'entra.token': entra('nothing'),
      'tokens.get': tokenService('told'),
      'tokens.signin': tokenService('told'),
    },
    async prepare(bot) {
      const stage = alone(bot);
      bot.cloud.tokens.signOut(stage.asker.person);
      return { ...stage, deed: types(stage.asker, 'sign in') };
    },
  },
  {
    step,
    deed: 'signs in silently on the card that `sign in` brought',
    usual: 'done',
    targets: { 'tokens.exchange': tokenService('asked to sign in') },
    async prepare(bot) {
      const stage = alone(bot);
      bot.cloud.tokens.signOut(stage.asker.person);
      await stage.asker.say('sign in');
      return { ...stage, deed: signsInOnCard(bot, stage.asker) };
    },
  },
  {
    step,
    deed: 'submits the form, not signed in',
    usual: 'asked to sign in',
    targets: { 'tokens.signin': tokenService('form again') },
    async prepare(bot) {
      const stage = alone(bot);
      bot.cloud.tokens.signOut(stage.asker.person);
      return { ...stage, deed: await submits(stage) };
    },
  },
  {
    step,
    deed: 'signs in silently on the form',
    usual: 'created',
    targets: { 'tokens.exchange': tokenService('form again') },
    async prepare(bot) {
      const stage = alone(bot);
      bot.cloud.tokens.signOut(stage.asker.person);
      const submit = await submits(stage);
      await submit.do();
      const authentication = await silently(bot, stage.asker);
      return {
        ...stage,
        deed: { ...submit, do: (given) => submit.do(given ?? { authentication }) },
      };
    },
  },
  {
    step,
    deed: 'signs in on the form with the code of the sign-in page',
    usual: 'created',
    targets: {
      'tokens.get': {
        ...tokenService('form again'),
        // The code was redeemed before the answer got lost, and is no good a second time.
        'reset-after once': 'asked to sign in',
      },
    },
    async prepare(bot) {
      const stage = alone(bot);
      bot.cloud.tokens.signOut(stage.asker.person);
      const submit = await submits(stage);
      await submit.do();
      const state = bot.cloud.tokens.codeFor(stage.asker.person);
      return { ...stage, deed: { ...submit, do: (given) => submit.do(given ?? { state }) } };
    },
  },
  {
    step,
    deed: 'types `sign out`',
    usual: 'done',
    targets: { 'tokens.signout': tokenService('told') },
    async prepare(bot) {
      const stage = alone(bot);
      return { ...stage, deed: types(stage.asker, 'sign out') };
    },
  },
];
