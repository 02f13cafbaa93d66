import { presses } from './deed.ts';
import { alone, asked, type Scenario } from './scenario.ts';

export const SUMMARY: readonly Scenario[] = [
  {
    step: 'summary',
    deed: 'presses *Refresh status* on the card of the connector',
    usual: 'created',
    targets: {
      // An old status is better than an error.
      'graph.get': {},
    },
    async prepare(bot) {
      const stage = alone(bot);
      return { ...stage, deed: presses(stage.asker, await asked(stage), 'request.refresh') };
    },
  },
];
