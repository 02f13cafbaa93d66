import type { TeamsClient } from '../support/teams.ts';

/** One activity of each kind that could make the bot do something. */
export const activities = (teams: TeamsClient, extra: Record<string, unknown> = {}) => {
  const value = { action: { type: 'Action.Execute', verb: 'form.open', data: {} } };
  return [
    { text: 'new' },
    { value: { verb: 'form.open' } },
    { type: 'invoke', name: 'adaptiveCard/action', value },
    { type: 'invoke', name: 'signin/verifyState', value: { state: '000000' } },
    { type: 'installationUpdate', action: 'add' },
    { type: 'conversationUpdate', membersAdded: [{ id: teams.person.mri }] },
  ].map((own) => teams.activity({ ...own, ...extra }));
};
