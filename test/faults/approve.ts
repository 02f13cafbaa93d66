import { PEOPLE } from '../../sandbox/cloud/directory.ts';
import { presses, silently } from './deed.ts';
import { tokenService, whileItStays } from './expected.ts';
import { asked, inChannel, type Scenario } from './scenario.ts';
import { ownCard } from './stage.ts';

const step = 'approve';
const environment = { PROVISION_AS: 'approver' };

export const APPROVE: readonly Scenario[] = [
  {
    step,
    deed: 'approves in the channel, after the bot has started anew',
    usual: 'created',
    targets: {
      'entra.token': {
        ...whileItStays('card again'),
        'throttled-silent once': 'card again',
        'secret stays': 'card again',
      },
      'graph.members': whileItStays('card again'),
      'connector.members': {},
    },
    restarts: true,
    // The approvers are looked up three times, all within the time for an answer.
    environment: { GRAPH_TIMEOUT: 'PT2S' },
    async prepare(bot) {
      const stage = await inChannel(bot);
      await asked(stage);
      const card = await ownCard(stage, stage.approver);
      return { ...stage, deed: presses(stage.approver, card, 'request.approve') };
    },
  },
  {
    step,
    deed: 'approves with own rights (`PROVISION_AS=approver`)',
    usual: 'created',
    targets: { 'tokens.get': tokenService('card again') },
    environment,
    async prepare(bot) {
      const stage = await inChannel(bot);
      await asked(stage);
      const card = await ownCard(stage, stage.approver);
      const deed = presses(stage.approver, card, 'request.approve');
      return { ...stage, executor: stage.approver, deed };
    },
  },
  {
    step,
    deed: 'approves with own rights, and signs in silently for it',
    usual: 'created',
    targets: { 'tokens.exchange': tokenService('card again') },
    environment,
    async prepare(bot) {
      const stage = await inChannel(bot);
      bot.cloud.tokens.signOut(PEOPLE.megan);
      await asked(stage);
      const card = await ownCard(stage, stage.approver);
      const approve = presses(stage.approver, card, 'request.approve');
      await approve.do();
      const authentication = await silently(bot, stage.approver);
      const deed = { ...approve, do: (given = { authentication }) => approve.do(given) };
      return { ...stage, executor: stage.approver, deed };
    },
  },
];
