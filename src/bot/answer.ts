import { type Attachment, CardFactory, type InvokeResponse, type OAuthCard } from 'botbuilder';
import type { Card } from '../cards/render.ts';

/** An OAuth card; without a token exchange resource the client does not try single sign-on. */
export type SignInCard = Pick<OAuthCard, 'text' | 'connectionName' | 'buttons'> &
  Partial<Pick<OAuthCard, 'tokenExchangeResource' | 'tokenPostResource'>>;

/** How a card action ends, whichever way it came. */
export type Answer =
  | {
      readonly type: 'card';
      readonly card: Card;
      /** The form it shows. */
      readonly form?: string;
      /** The request it shows, drawn for the person who clicked. */
      readonly request?: string;
      /** What the card tells that person besides the state of the request. */
      readonly notice?: string | undefined;
    }
  /** Shown in place of the card, to the person who clicked only. */
  | { readonly type: 'message'; readonly text: string }
  | { readonly type: 'sign-in'; readonly card: SignInCard }
  | { readonly type: 'wrong-code' }
  | { readonly type: 'exchange-failed' }
  /** What no card of this bot sends. */
  | { readonly type: 'refused'; readonly text: string };

/** The answer to an Action.Execute: always HTTP 200, what it means stands in the body. */
export function invokeResponse(answer: Answer): InvokeResponse {
  switch (answer.type) {
    case 'card':
      return body(200, 'application/vnd.microsoft.card.adaptive', answer.card);
    case 'message':
      return body(200, 'application/vnd.microsoft.activity.message', answer.text);
    case 'sign-in':
      return body(401, 'application/vnd.microsoft.activity.loginRequest', answer.card);
    case 'wrong-code':
      return body(401, 'application/vnd.microsoft.error.invalidAuthCode');
    case 'exchange-failed':
      return body(412, 'application/vnd.microsoft.error.preconditionFailed', {
        code: 'PreconditionFailed',
        message: 'The token could not be exchanged. Please sign in.',
      });
    case 'refused':
      return body(400, 'application/vnd.microsoft.error', {
        code: 'BadRequest',
        message: answer.text,
      });
  }
}

const body = (statusCode: number, type: string, value?: unknown): InvokeResponse => ({
  status: 200,
  body: { statusCode, type, ...(value !== undefined && { value }) },
});

/** Words as a message in which nothing is Markdown: they may hold names. */
export const plainMessage = (text: string) => ({ type: 'message', text, textFormat: 'plain' });

/** The answer as a message, for clients whose actions cannot be answered in place. */
export function messageOf(
  answer: Answer,
): ReturnType<typeof plainMessage> | { readonly attachments: Attachment[] } {
  switch (answer.type) {
    case 'card':
      return { attachments: [CardFactory.adaptiveCard(answer.card)] };
    case 'message':
    case 'refused':
      return plainMessage(answer.text);
    case 'sign-in':
      return {
        attachments: [{ contentType: CardFactory.contentTypes.oauthCard, content: answer.card }],
      };
    case 'wrong-code':
    case 'exchange-failed':
      return plainMessage('The sign-in did not work. Type sign in to try again.');
  }
}
