const field = { value: '', error: '', errorMessage: 'Fill this in.' };

const textField = (id: string, label: string) => ({
  ...field,
  id,
  label,
  placeholder: 'contoso',
  isRequired: false,
  regex: '^[A-Za-z0-9 ._&-]+$',
  maxLength: 255,
});

const choices = (...values: readonly string[]) => values.map((value) => ({ title: value, value }));

/** What the template of the product's form names. */
export const FORM_PROPS = {
  notice: '',
  type: { ...field, choices: choices('onPremises', 'hosted', 'serviceToService', 'dedicated') },
  main: [
    textField('exchangeOrganization', 'Exchange organization'),
    textField('exchangeAlias', 'Alias of the Exchange server'),
    textField('serverName', 'Exchange server'),
    textField('connectorServerName', 'Server that hosts the connector'),
    textField('primarySmtpAddress', 'Primary SMTP address'),
  ],
  advanced: [textField('version', 'Version of the connector agent')],
  advancedOpen: false,
  status: { ...field, choices: choices('none', 'connectionPending', 'connected', 'disconnected') },
  date: { ...field, max: '2030-01-01' },
  time: field,
  justification: { ...field, shown: false, regex: '.*', maxLength: 500 },
  submit: 'Create connector',
};

const row = (title: string, property: string) => ({ title, value: `\${${property}}` });

/** The new connector, in as many rows as the product shows. */
export const SUMMARY_TEMPLATE = {
  type: 'AdaptiveCard',
  version: '1.5',
  body: [
    { type: 'TextBlock', text: 'Exchange connector created', size: 'Large', weight: 'Bolder' },
    {
      type: 'FactSet',
      facts: [
        row('Id', 'id'),
        row('Kind', 'exchangeConnectorType'),
        row('Exchange organization', 'exchangeOrganization'),
        row('Alias', 'exchangeAlias'),
        row('Primary SMTP address', 'primarySmtpAddress'),
        row('Status', 'status'),
      ],
    },
  ],
};
