import { setTimeout as pause } from 'node:timers/promises';
import { CardFactory, type ConversationReference, MessageFactory, TurnContext } from 'botbuilder';
import type { Logger } from 'pino';
import { bounded } from '../bounded.ts';
import type { Card } from '../cards/render.ts';
import type { Form } from '../requests/form.ts';
import type { TeamsAdapter } from './teams-adapter.ts';
import type { Turn } from './turn.ts';

/** The message that shows a form. */
interface Place {
  readonly reference: Partial<ConversationReference>;
  readonly activityId: string;
}

const MAX_PLACES = 10_000;
const PAUSES_MS = [1000, 3000, 9000];

const silent = () => new Error('Teams did not answer in time');

/** Whether the message or its conversation is no longer there for the bot. */
const isGone = (error: unknown): boolean =>
  error instanceof Error && 'statusCode' in error && [403, 404].includes(Number(error.statusCode));

export interface PublisherDeps {
  readonly adapter: TeamsAdapter;
  readonly find: (formId: string) => Form | undefined;
  readonly draw: (form: Form) => Card;
  readonly timeoutMs: number;
  readonly log: Logger;
}

/** Sends the cards of forms and updates them afterwards; remembers which message shows which form. */
export class Publisher {
  readonly #places = new Map<string, Place>();
  /** The last update of each form that is under way: two never overtake each other. */
  readonly #queues = new Map<string, Promise<boolean>>();
  readonly #deps: PublisherDeps;

  constructor(deps: PublisherDeps) {
    this.#deps = deps;
  }

  /** Sends the form as a new message where the turn came from. */
  async send(turn: Turn, form: Form): Promise<void> {
    const sent = await turn.context.sendActivity(this.#message(form));
    this.#remember(turn, form, sent?.id);
  }

  /** Lets the message that was clicked show this form from now on, unless it shows another. */
  adopt(turn: Turn, form: Form): void {
    const { replyToId } = turn.activity;
    const taken = [...this.#places.values()].some(({ activityId }) => activityId === replyToId);
    if (!taken) this.#remember(turn, form, replyToId);
  }

  #remember({ activity }: Turn, form: Form, activityId: string | undefined): void {
    if (!activityId) return;
    const [oldest] = this.#places.keys();
    if (this.#places.size >= MAX_PLACES && oldest !== undefined) this.#places.delete(oldest);
    const reference = TurnContext.getConversationReference(activity);
    this.#places.set(form.id, { reference, activityId });
  }

  /**
   * Makes the form's message show the form's present state, in more than one try if need be. A
   * place that is gone is no failure, but then the answer is false.
   */
  async publish(formId: string): Promise<boolean> {
    const before = this.#queues.get(formId) ?? Promise.resolve(true);
    const update = before.then(() => this.#converge(formId));
    this.#queues.set(formId, update);
    const shown = await update;
    if (this.#queues.get(formId) === update) this.#queues.delete(formId);
    return shown;
  }

  /** Whether this message shows the form. */
  shows(formId: string, activityId: string | undefined): boolean {
    return this.#places.get(formId)?.activityId === activityId;
  }

  async #converge(formId: string): Promise<boolean> {
    for (const pauseMs of [...PAUSES_MS, undefined]) {
      const error = await this.#update(formId);
      if (error === undefined) return true;
      const last = pauseMs === undefined || isGone(error);
      this.#deps.log.warn({ err: error, form: formId, last }, 'the card could not be updated');
      if (last) return false;
      // Trying again is no reason to keep a process that has nothing else to do.
      await pause(pauseMs, undefined, { ref: false });
    }
    return false;
  }

  /** The reason why the message could not be updated; undefined when nothing is left to do. */
  async #update(formId: string): Promise<unknown> {
    const { adapter, find, timeoutMs } = this.#deps;
    const place = this.#places.get(formId);
    const form = find(formId);
    if (!place || !form) return undefined;
    const message = { ...this.#message(form), id: place.activityId };
    const update = adapter.resume(place.reference, async (context) => {
      await context.updateActivity(message);
    });
    try {
      await bounded(update, timeoutMs, silent);
      return undefined;
    } catch (error) {
      return error;
    }
  }

  #message(form: Form) {
    return MessageFactory.attachment(CardFactory.adaptiveCard(this.#deps.draw(form)));
  }
}
