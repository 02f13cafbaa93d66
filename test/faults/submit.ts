import { entra, members, tokenService, whileItStays } from './expected.ts';
import { alone, inChannel, type Scenario, submits } from './scenario.ts';

const step = 'submit';

export const SUBMIT: readonly Scenario[] = [
  {
    step,
    deed: 'submits the form, alone with the bot',
    usual: 'created',
    targets: { 'tokens.get': tokenService('form again') },
    async prepare(bot) {
      const stage = alone(bot);
      return { ...stage, deed: await submits(stage) };
    },
  },
  {
    step,
    deed: 'submits the form in a channel',
    usual: 'requested',
    targets: {
      'entra.token': entra('form again'),
      'graph.members': members('form again'),
      // The roster only adds names, where Graph knows the owners.
      'connector.members': {},
      'tokens.get': tokenService('form again'),
    },
    async prepare(bot) {
      const stage = await inChannel(bot);
      return { ...stage, deed: await submits(stage) };
    },
  },
  {
    step,
    deed: 'submits the form in a channel whose owners Graph does not tell',
    usual: 'requested',
    targets: { 'connector.members': whileItStays('form again') },
    async prepare(bot) {
      const stage = await inChannel(bot);
      bot.cloud.faults.set('graph.members', {
        kind: 'refuse',
        status: 403,
        code: 'Forbidden',
        message: 'No resource-specific consent',
      });
      return { ...stage, deed: await submits(stage) };
    },
  },
];
