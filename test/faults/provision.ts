import { presses } from './deed.ts';
import { SOON, worker } from './expected.ts';
import { alone, asked, inChannel, type Scenario, submits } from './scenario.ts';
import { ownCard } from './stage.ts';

const step = 'provision';

export const PROVISION: readonly Scenario[] = [
  {
    step,
    deed: 'submits the form, alone with the bot, and waits for the connector',
    usual: 'created',
    targets: {
      // Whoever is here can sign in at once.
      'entra.obo': { ...worker, 'assertion-expired stays': 'asked to sign in' },
      'graph.list': worker,
      // What was created all the same is found as soon as it is looked for.
      'graph.create': { ...worker, 'reset-after stays': SOON, 'hang-after stays': SOON },
    },
    async prepare(bot) {
      const stage = alone(bot);
      return { ...stage, deed: await submits(stage) };
    },
  },
  {
    step,
    deed: 'approves in the channel, while the requester is away',
    usual: 'created',
    targets: { 'entra.obo': worker },
    async prepare(bot) {
      const stage = await inChannel(bot);
      await asked(stage);
      const card = await ownCard(stage, stage.approver);
      return { ...stage, deed: presses(stage.approver, card, 'request.approve') };
    },
  },
];
