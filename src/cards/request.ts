import type { Entry } from '../requests/history.ts';
import { MAX_COMMENT } from '../requests/justification.ts';
import { actors, type Option, optionsFor, type Viewer } from '../requests/options.ts';
import type { Person } from '../requests/person.ts';
import { isOpen, type Request } from '../requests/request.ts';
import { type Card, cardTemplate } from './render.ts';
import template from './request.json' with { type: 'json' };
import { historyLines } from './request-history.ts';
import { requestRows } from './request-rows.ts';
import { stateWords } from './request-words.ts';

/** Everything that a card of a request is drawn from. */
export interface RequestView {
  readonly request: Request;
  /** Who could decide it when it was asked for. */
  readonly approvers: readonly Person[];
  /** Oldest first. */
  readonly history: readonly Entry[];
  /** Where an administrator consents; shown when that is what is missing. */
  readonly consentUrl: string;
}

/** What the person who just clicked is told besides. */
export interface Remark {
  readonly notice?: string;
  /** The comment as it was typed, and what is wrong with it. */
  readonly comment?: { readonly value: string; readonly error: string };
}

/** Most people for whom Teams draws a card of their own. */
const MAX_REFRESHED = 60;

/** The card for one person, with what they can do. */
export const personalRequestCard = (view: RequestView, viewer: Viewer, remark: Remark = {}): Card =>
  draw(view, optionsFor(view.request, viewer), remark);

/**
 * The card for everybody in a chat. It has no buttons of one person's: Teams asks for the personal
 * card of those who can do something. Where they are too many for that, or cannot be named,
 * everybody sees the buttons, and who presses one is looked at then.
 */
export function sharedRequestCard(view: RequestView): Card {
  const named = actorMris(view);
  const nameless = view.approvers.length > 0 && view.approvers.every(({ mri }) => !mri);
  const crowd = view.request.status === 'waiting' && (named.length > MAX_REFRESHED || nameless);
  const { requestedBy } = view.request;
  const userIds = crowd ? (requestedBy.mri ? [requestedBy.mri] : []) : named;
  return {
    ...draw(view, crowd ? ['approve', 'reject'] : [], {}),
    refresh: {
      action: {
        type: 'Action.Execute',
        title: 'Refresh',
        verb: 'request.refresh',
        data: { request: view.request.id },
      },
      userIds,
    },
  };
}

/** How the chat names those who can do something now; one place may know what another does not. */
function actorMris({ request, approvers }: RequestView): readonly string[] {
  const known = new Map(
    [...approvers, ...('executor' in request ? [request.executor] : []), request.requestedBy]
      .filter(({ mri }) => mri)
      .map(({ id, mri }) => [id, mri]),
  );
  return actors(request, approvers).flatMap(({ id }) => known.get(id) ?? []);
}

function draw(view: RequestView, options: readonly Option[], remark: Remark): Card {
  const { request, history, consentUrl } = view;
  const words = stateWords(request);
  const { lines, earlier } = historyLines(history);
  const needsConsent =
    (request.status === 'blocked' && request.blocker === 'consent-required') ||
    (request.status === 'failed' && request.fault === 'consent-required');
  return render({
    title: words.title,
    color: words.color,
    number: `#${request.number}`,
    notice: remark.notice ?? '',
    texts: words.texts.map((text) => ({ text })),
    rows: requestRows(request),
    history: lines,
    earlier: earlier > 0 ? `The latest ${lines.length} of ${history.length}.` : '',
    comment: {
      shown: options.includes('reject'),
      value: (remark.comment?.value ?? '').toWellFormed(),
      error: options.includes('reject') ? (remark.comment?.error ?? '') : '',
      maxLength: MAX_COMMENT,
    },
    reference: 'reference' in request ? request.reference : '',
    consentUrl: needsConsent ? consentUrl : '',
    actions: [
      ...options.map((option) => ACTIONS[option]),
      REFRESH[request.status === 'created' ? 'status' : 'card'],
      ...(isOpen(request.status) ? [] : [OPEN[request.status === 'created' ? 'new' : 'again']]),
    ].map((action) => ({ ...action, request: request.id })),
  });
}

const ACTIONS = {
  approve: { title: 'Approve', verb: 'request.approve', associatedInputs: 'auto' },
  reject: { title: 'Reject', verb: 'request.reject', associatedInputs: 'auto' },
  cancel: { title: 'Cancel request', verb: 'request.cancel', associatedInputs: 'none' },
  complete: { title: 'Complete', verb: 'request.complete', associatedInputs: 'none' },
  retry: { title: 'Try again', verb: 'request.retry', associatedInputs: 'none' },
} as const satisfies Readonly<Record<Option, object>>;

const REFRESH = {
  status: { title: 'Refresh status', verb: 'request.refresh', associatedInputs: 'none' },
  card: { title: 'Refresh', verb: 'request.refresh', associatedInputs: 'none' },
} as const;

const OPEN = {
  new: { title: 'New connector', verb: 'form.open', associatedInputs: 'none' },
  again: { title: 'Open the form again', verb: 'form.open', associatedInputs: 'none' },
} as const;

const render = cardTemplate(template);
