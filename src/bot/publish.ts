import { CardFactory, type ConversationReference, MessageFactory, TurnContext } from 'botbuilder';
import type { Logger } from 'pino';
import { type Drawing, formStateCard } from '../cards/form-state.ts';
import type { Form } from '../requests/form.ts';
import type { TeamsAdapter } from './teams-adapter.ts';
import type { Turn } from './turn.ts';

/** The message that shows a form. */
interface Place {
  readonly reference: Partial<ConversationReference>;
  readonly activityId: string;
}

const MAX_PLACES = 10_000;

/** Sends the cards of forms and updates them afterwards; remembers which message shows which form. */
export class Publisher {
  readonly #places = new Map<string, Place>();
  readonly #adapter: TeamsAdapter;
  readonly #draw: (form: Form) => ReturnType<typeof formStateCard>;
  readonly #log: Logger;

  constructor(adapter: TeamsAdapter, drawing: () => Drawing, log: Logger) {
    this.#adapter = adapter;
    this.#draw = (form) => formStateCard(form, drawing());
    this.#log = log;
  }

  /** Sends the form as a new message where the turn came from. */
  async send(turn: Turn, form: Form): Promise<void> {
    const sent = await turn.context.sendActivity(this.#message(form));
    this.#remember(turn, form, sent?.id);
  }

  /** Lets the message that was clicked show this form from now on. */
  adopt(turn: Turn, form: Form): void {
    this.#remember(turn, form, turn.activity.replyToId);
  }

  #remember({ activity }: Turn, form: Form, activityId: string | undefined): void {
    if (!activityId) return;
    const [oldest] = this.#places.keys();
    if (this.#places.size >= MAX_PLACES && oldest !== undefined) this.#places.delete(oldest);
    const reference = TurnContext.getConversationReference(activity);
    this.#places.set(form.id, { reference, activityId });
  }

  /** Makes the form's message show its present state. A place that is gone is no failure. */
  async publish(form: Form): Promise<void> {
    const place = this.#places.get(form.id);
    if (!place) return;
    const message = { ...this.#message(form), id: place.activityId };
    try {
      await this.#adapter.resume(place.reference, async (context) => {
        await context.updateActivity(message);
      });
    } catch (error) {
      this.#log.warn({ err: error, form: form.id }, 'the card could not be updated');
    }
  }

  #message(form: Form) {
    return MessageFactory.attachment(CardFactory.adaptiveCard(this.#draw(form)));
  }
}
