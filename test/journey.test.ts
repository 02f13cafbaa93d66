import assert from 'node:assert/strict';
import { CONNECTOR_TYPES } from '../src/requests/fields.ts';
import { type RunningBot, withBot } from './support/bot.ts';
import { anInput } from './support/builders.ts';
import { answeredCard, input, messageBeside, words } from './support/cards.ts';
import { TeamsClient } from './support/teams.ts';

describe('the journey from new to created', () => {
  let bot: RunningBot;
  let teams: TeamsClient;
  withBot((running) => {
    bot = running;
    teams = new TeamsClient(running);
  });

  const given: Record<string, Record<string, unknown>> = {
    onPremises: { version: '15.2.1118.7', lastSyncDate: '2025-02-03', lastSyncTime: '04:05' },
    hosted: { status: '' },
    serviceToService: { status: 'connected' },
    dedicated: { exchangeOrganization: "  O'Neill & Söhne  " },
  };
  const expected: Record<string, Record<string, unknown>> = {
    onPremises: {
      serverName: 'exch01.contoso.com',
      connectorServerName: 'conn01.contoso.com',
      version: '15.2.1118.7',
      status: 'connectionPending',
      lastSyncDateTime: '2025-02-03T04:05:00Z',
    },
    hosted: { primarySmtpAddress: 'exchange@contoso.com' },
    serviceToService: { primarySmtpAddress: 'exchange@contoso.com', status: 'connected' },
    dedicated: {
      exchangeOrganization: "O'Neill & Söhne",
      serverName: 'exch01.contoso.com',
      connectorServerName: 'conn01.contoso.com',
      status: 'connectionPending',
    },
  };

  for (const type of CONNECTOR_TYPES) {
    it(`creates a connector of kind ${type} from exactly what was entered`, async () => {
      const form = await teams.ask('new');

      const answer = await teams.press(
        form,
        'form.submit',
        anInput({ exchangeConnectorType: type, ...given[type] }),
      );

      const [request, ...others] = bot.cloud.graph.requests.filter(
        ({ method }) => method === 'POST',
      );
      assert.equal(others.length, 0, answer.text);
      assert.deepEqual(request?.body, {
        '@odata.type': '#microsoft.graph.deviceManagementExchangeConnector',
        exchangeConnectorType: type,
        exchangeOrganization: 'Contoso',
        exchangeAlias: 'exchange-contoso',
        ...expected[type],
      });
      assert.equal(request?.claims?.oid, teams.person.aadObjectId);
      const [connector] = bot.cloud.graph.connectors;
      assert.match(words(answeredCard(answer)), new RegExp(String(connector?.id)));
    });
  }

  it('shows every mistake beside its field and keeps the values', async () => {
    const form = await teams.ask('new');

    const answer = await teams.press(
      form,
      'form.submit',
      anInput({ exchangeOrganization: '<b>', primarySmtpAddress: 'nobody', version: '1' }),
    );

    const card = answeredCard(answer);
    assert.ok(messageBeside(card, 'exchangeOrganization'));
    assert.ok(messageBeside(card, 'primarySmtpAddress'));
    assert.ok(messageBeside(card, 'version'));
    assert.equal(messageBeside(card, 'exchangeAlias'), undefined);
    assert.equal(input(card, 'exchangeOrganization').value, '<b>');
    assert.equal(bot.cloud.graph.requests.length, 0);
  });
});
