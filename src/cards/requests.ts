import type { Request } from '../requests/request.ts';
import type { ListPart } from '../requests/request-reader.ts';
import { type Card, cardTemplate } from './render.ts';
import { stateName } from './request-words.ts';
import template from './requests.json' with { type: 'json' };
import { inLine } from './typed-text.ts';

export interface RequestsProps {
  /** The person's own that are under way. */
  readonly open: ListPart;
  /** Those that wait for the person's decision. */
  readonly waiting: ListPart;
  /** The person's own that have ended, latest first. */
  readonly finished: readonly Request[];
  /** Whether nobody else reads the card: only then it tells what the requests are about. */
  readonly alone: boolean;
}

/** More of one list would make the card too large for Teams. */
export const MOST_LISTED = 12;
const MAX_TEXT = 48;

export function requestsCard({ open, waiting, finished, alone }: RequestsProps): Card {
  const lists = [
    { title: 'Waiting for your decision', ...waiting, others: true },
    { title: 'Your open requests', ...open, others: false },
    { title: 'Your latest finished requests', ...whole(finished), others: false },
  ].filter(({ total }) => total > 0);
  return render({
    text: lists.length === 0 ? NONE : alone ? HOW : `${HOW} ${IN_PRIVATE}`,
    lists: lists.map(({ title, requests, total, isLonger, others }) => ({
      title:
        total > requests.length
          ? `${title} (${requests.length} of ${isLonger ? 'more than ' : ''}${total})`
          : title,
      rows: requests.map((request) => ({
        number: `#${request.number}`,
        what: [...(alone ? [inLine(request.connector.exchangeOrganization, MAX_TEXT)] : [])]
          .concat(stateName(request))
          .join(' · '),
        who: alone && others ? `asked by ${inLine(request.requestedBy.name, MAX_TEXT)}` : '',
      })),
    })),
  });
}

const whole = (requests: readonly Request[]): ListPart => ({
  requests,
  total: requests.length,
  isLonger: false,
});

const NONE = 'You have no requests, and none waits for your decision. Type new to make one.';
const HOW = 'Type request and a number, such as request 7, to see one with its buttons.';
const IN_PRIVATE = 'Where you are alone with me, this list also says what they are about.';

const render = cardTemplate(template);
