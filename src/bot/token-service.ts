import type { UserTokenClient } from 'botframework-connector';
import { bounded } from '../bounded.ts';
import { Fault } from '../errors.ts';
import type { SignInCard } from './answer.ts';
import type { ChatPerson, Turn } from './turn.ts';

/** The Bot Framework token service, which keeps people's sign-ins for the OAuth connection. */
export interface TokenService {
  /** Name of the OAuth connection. */
  readonly connection: string;
  /** The person's assertion; undefined when they must sign in. */
  find(person: ChatPerson): Promise<string | undefined>;
  /** Turns a client's single-sign-on token into an assertion; undefined when Entra refuses. */
  exchange(person: ChatPerson, token: string): Promise<string | undefined>;
  /** Redeems the six digits of the sign-in page; undefined when they are wrong or too old. */
  redeem(person: ChatPerson, code: string): Promise<string | undefined>;
  forget(person: ChatPerson): Promise<void>;
  /** The card that asks for a sign-in; `silent` lets the client try single sign-on first. */
  signInCard(turn: Turn, silent: boolean): Promise<SignInCard>;
}

/** The service keeps sign-ins for each channel. */
const CHANNEL = 'msteams';

const silent = () => new Error('The token service did not answer in time');

/** Every failure of the service itself, also its silence, is a Fault `sign-in-unavailable`. */
export function tokenService(
  getClient: () => Promise<UserTokenClient>,
  connection: string,
  timeoutMs: number,
): TokenService {
  const ask = async <T>(question: (client: UserTokenClient) => Promise<T>): Promise<T> => {
    try {
      return await bounded(question(await getClient()), timeoutMs, silent);
    } catch (error) {
      throw new Fault('sign-in-unavailable', error);
    }
  };
  const get = ({ mri }: ChatPerson, code = '') =>
    ask(async (client) => {
      const reply = await client.getUserToken(mri, connection, CHANNEL, code);
      return reply?.token || undefined;
    });
  return {
    connection,
    find: (person) => get(person),
    redeem: (person, code) => get(person, code),
    exchange: ({ mri }, token) =>
      ask(async (client) => {
        const reply = await client.exchangeToken(mri, connection, CHANNEL, { token });
        return reply?.token || undefined;
      }),
    forget: ({ mri }) => ask((client) => client.signOutUser(mri, connection, CHANNEL)),
    signInCard: ({ activity }, silent) =>
      ask(async (client) => {
        const resource = await client.getSignInResource(connection, activity, '');
        const { tokenExchangeResource, tokenPostResource } = resource;
        return {
          text: 'Sign in, so that the connector can be created with your rights.',
          connectionName: connection,
          buttons: [{ type: 'signin', title: 'Sign in', value: resource.signInLink ?? '' }],
          ...(silent && tokenExchangeResource && { tokenExchangeResource }),
          ...(silent && tokenPostResource && { tokenPostResource }),
        };
      }),
  };
}
