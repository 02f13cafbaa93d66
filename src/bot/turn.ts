import type { Activity, TurnContext } from 'botbuilder';
import type { Logger } from 'pino';
import type { Person } from '../requests/person.ts';
import type { Chat } from '../requests/policy.ts';
import type { Answer } from './answer.ts';

/** What a client brings along to prove a sign-in that it was asked for. */
export type Proof =
  | { readonly type: 'token'; readonly token: string }
  | { readonly type: 'code'; readonly code: string };

/** A person as this chat knows them: with the id that the token service keeps their sign-in under. */
export type ChatPerson = Person & { readonly mri: string };

/** One activity of one person. */
export interface Turn {
  /** Sends to where the activity came from. botbuilder revokes it when the turn has ended. */
  readonly context: TurnContext;
  /** Outlives the turn. */
  readonly activity: Activity;
  /** `id` is the Entra object id; nothing else decides who somebody is. */
  readonly person: ChatPerson;
  readonly chat: Chat;
  readonly now: Date;
  /** Shown on failures and written in the log. */
  readonly reference: string;
  readonly log: Logger;
  /** How the action came: only `execute` can carry out a login flow in its answer. */
  readonly via: 'execute' | 'submit' | 'message';
  readonly proof?: Proof;
  /** The person has just signed in, and what they had pressed before goes on. */
  readonly resumed?: boolean;
  /** Teams asked by itself; nobody pressed anything. */
  readonly automatic?: boolean;
}

/** What a card action carries: the id of what it is about, and what was typed into the card. */
export interface ActionData {
  readonly form?: string | undefined;
  readonly request?: string | undefined;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Carries out one verb. */
export type Handler = (turn: Turn, data: ActionData) => Promise<Answer>;
