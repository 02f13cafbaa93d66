import assert from 'node:assert/strict';
import { cloudTime } from '../../bench/cloud-time.ts';

describe('cloudTime', () => {
  const turn = { from: 100, to: 200, conversation: '19:team;messageid=1' };
  const graph = (from: number, to: number) => ({ path: '/beta/deviceManagement', from, to });
  const message = (conversation: string) => ({
    path: `/v3/conversations/${encodeURIComponent(conversation)}/activities`,
    from: 110,
    to: 120,
  });

  for (const [what, calls, expected] of [
    ['nothing without calls', [], 0],
    ['calls one after the other', [graph(110, 120), graph(130, 135)], 15],
    ['calls at the same time once', [graph(110, 130), graph(120, 140)], 30],
    ['a call within another once', [graph(110, 140), graph(120, 130)], 30],
    ['in any order', [graph(150, 160), graph(110, 120)], 20],
    ['only what lies within the turn', [graph(90, 110), graph(195, 250)], 15],
    ['nothing of other turns', [graph(80, 90), graph(210, 220)], 0],
    ['messages to its own conversation', [message(turn.conversation)], 10],
    ['no messages to others', [message('19:team;messageid=2')], 0],
  ] as const) {
    it(`counts ${what}`, () => {
      assert.equal(cloudTime(calls, turn), expected);
    });
  }
});
