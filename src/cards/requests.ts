import type { Request } from '../requests/request.ts';
import { type Card, cardTemplate } from './render.ts';
import { stateName } from './request-words.ts';
import template from './requests.json' with { type: 'json' };
import { inLine } from './typed-text.ts';

export interface RequestsProps {
  /** The person's own that are under way. */
  readonly open: readonly Request[];
  /** Those that wait for the person's decision. */
  readonly waiting: readonly Request[];
  /** The person's own that have ended, latest first. */
  readonly finished: readonly Request[];
  /** Whether nobody else reads the card: only then it tells what the requests are about. */
  readonly alone: boolean;
}

/** More of one list would make the card too large for Teams. */
const MOST = 12;
const MAX_TEXT = 48;

export function requestsCard({ open, waiting, finished, alone }: RequestsProps): Card {
  const lists = [
    { title: 'Waiting for your decision', requests: waiting, others: true },
    { title: 'Your open requests', requests: open, others: false },
    { title: 'Your latest finished requests', requests: finished, others: false },
  ].filter(({ requests }) => requests.length > 0);
  return render({
    text: lists.length === 0 ? NONE : alone ? HOW : `${HOW} ${IN_PRIVATE}`,
    lists: lists.map(({ title, requests, others }) => ({
      title: requests.length > MOST ? `${title} (${MOST} of ${requests.length})` : title,
      rows: requests.slice(0, MOST).map((request) => ({
        number: `#${request.number}`,
        what: [...(alone ? [inLine(request.connector.exchangeOrganization, MAX_TEXT)] : [])]
          .concat(stateName(request))
          .join(' · '),
        who: alone && others ? `asked by ${inLine(request.requestedBy.name, MAX_TEXT)}` : '',
      })),
    })),
  });
}

const NONE = 'You have no requests, and none waits for your decision. Type new to make one.';
const HOW = 'Type request and a number, such as request 7, to see one with its buttons.';
const IN_PRIVATE = 'Where you are alone with me, this list also says what they are about.';

const render = cardTemplate(template);
