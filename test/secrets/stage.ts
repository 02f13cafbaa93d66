import { OAUTH_CONNECTION, PEOPLE, type Person } from '../../sandbox/cloud/directory.ts';
import { anInput } from '../support/builders.ts';
import { ChannelThread } from '../support/channel.ts';
import type { RunningProcesses } from '../support/processes.ts';
import { TeamsClient } from '../support/teams.ts';

/** Stands in everything that anybody types, and nowhere else. */
export const TYPED = /quagga/i;

const MISTAKE = 'quagga with blanks';

/** A bot among people who type and sign in, and what must be found nowhere afterwards. */
export class Stage {
  readonly bot: RunningProcesses;
  /** Six digits, as somebody has sent them. */
  readonly codes: string[] = [];
  /** What clients brought to get in. */
  readonly inbound: string[] = [];
  /** All that clients were answered. */
  readonly answers: string[] = [];
  #organizations = 0;
  #exchanges = 0;

  constructor(bot: RunningProcesses) {
    const { inbound, answers } = this;
    // Not spread: where the bot is reached changes with each click.
    this.bot = Object.create(bot, {
      overhear: {
        value: (authorization: string, { status, text }: { status: number; text: string }) => {
          inbound.push(authorization.replace('Bearer ', ''));
          answers.push(`${status} ${text}`);
        },
      },
    });
  }

  /** Alex alone with the bot. */
  alone(): TeamsClient {
    return new TeamsClient(this.bot, PEOPLE.alex);
  }

  /** A request of Alex's in a thread of its own; the card as Megan sees it, who may decide. */
  async asked() {
    const thread = new ChannelThread(this.bot);
    const card = await thread.seenBy(thread.megan, await thread.ask(this.form()));
    return { ...thread, thread, card };
  }

  /** A form that is right, for an organization of its own. */
  form(changes: Record<string, unknown> = {}): Record<string, unknown> {
    this.#organizations += 1;
    return anInput({
      exchangeConnectorType: 'dedicated',
      exchangeOrganization: `Quagga ${this.#organizations}`,
      exchangeAlias: 'quagga-alias',
      serverName: 'quagga1.contoso.example',
      connectorServerName: 'quagga2.contoso.example',
      primarySmtpAddress: 'quagga@contoso.example',
      justification: 'The quagga herd moves its mail.',
      ...changes,
    });
  }

  /** The same with a mistake in each field that people type into. */
  wrongForm(): Record<string, unknown> {
    const texts = ['exchangeAlias', 'serverName', 'connectorServerName', 'primarySmtpAddress'];
    const wrong = [...texts, 'version', 'lastSyncDate', 'lastSyncTime'].map((id) => [id, MISTAKE]);
    return { ...this.form({ exchangeOrganization: '<quagga>' }), ...Object.fromEntries(wrong) };
  }

  signOut(): void {
    this.bot.cloud.tokens.signOut(PEOPLE.alex);
  }

  /** A code of the sign-in page. */
  code(): string {
    const code = this.bot.cloud.tokens.codeFor(PEOPLE.alex);
    this.codes.push(code);
    return code;
  }

  /** A code that nobody was given. */
  wrongCode(): string {
    const code = '918273';
    this.codes.push(code);
    return code;
  }

  /** What a client of Teams brings by single sign-on. */
  async proof(person: Person = PEOPLE.alex) {
    this.#exchanges += 1;
    const token = await this.bot.cloud.entra.userToken(person);
    return { id: `exchange-${this.#exchanges}`, connectionName: OAUTH_CONNECTION, token };
  }
}
