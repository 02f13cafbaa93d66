import { saysIn, showsIn } from '../support/channel.ts';
import { presses, types } from './deed.ts';
import { whileItStays } from './expected.ts';
import { alone, asked, inChannel, type Scenario, submits } from './scenario.ts';
import { ownCard, type Stage } from './stage.ts';

const step = 'publish';

/** The copy that Megan has in her own chat, and the word to Alex. */
const everywhere = async ({ bot, asker, copy }: Stage) => {
  await showsIn(bot, copy?.conversationId ?? '', /^Exchange connector created/, 20_000);
  await saysIn(bot, asker.conversationId, /is done/, 20_000);
};

export const PUBLISH: readonly Scenario[] = [
  {
    step,
    deed: 'types `new`',
    usual: 'done',
    targets: {
      'connector.send': {
        // botbuilder waits only where it is told for how long.
        'throttled-silent once': 'told',
        'hang once': 'nothing',
        ...whileItStays('nothing'),
        // It came through, though nobody said so.
        'hang-after stays': 'done',
        'reset-after stays': ['done', 'told'],
      },
    },
    async prepare(bot) {
      const stage = alone(bot);
      await stage.asker.say('help');
      return { ...stage, deed: types(stage.asker, 'new') };
    },
  },
  {
    step,
    deed: 'submits the form in a channel: the thread and the copy of the approver show it',
    usual: 'requested',
    targets: { 'connector.send': {}, 'connector.update': {} },
    async prepare(bot) {
      const stage = await inChannel(bot);
      const deed = await submits(stage);
      return { ...stage, deed };
    },
    finally: everywhere,
  },
  {
    step,
    deed: 'approves in the channel: the thread and the copy show it, the requester is told',
    usual: 'created',
    targets: { 'connector.send': {}, 'connector.update': {} },
    async prepare(bot) {
      const stage = await inChannel(bot);
      await asked(stage);
      const card = await ownCard(stage, stage.approver);
      await showsIn(bot, stage.copy.conversationId, /^Approval needed/);
      return { ...stage, deed: presses(stage.approver, card, 'request.approve') };
    },
    finally: everywhere,
  },
];
