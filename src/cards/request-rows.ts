import type { Decision, Request } from '../requests/request.ts';
import { connectorRows, type Row } from './connector-rows.ts';
import { statusName } from './names.ts';
import { utc } from './time.ts';
import { inLine, MAX_NAME, shortened } from './typed-text.ts';

/** Longer than any id that Graph gives. */
const MAX_ID = 100;
const MAX_NAMED = 10;

/** The labelled values of a request: what came of it first. They go into `TextRun`. */
export const requestRows = (request: Request): readonly Row[] => [
  ...outcomeRows(request),
  ...connectorRows(request.connector),
  ...askedRows(request),
];

function outcomeRows(request: Request): readonly Row[] {
  switch (request.status) {
    case 'created':
      return [
        { label: 'Connector id', value: shortened(request.created.id, MAX_ID) },
        { label: 'Status', value: statusName(request.created.status) },
      ];
    case 'failed': {
      const { existing } = request;
      return existing === undefined
        ? []
        : [{ label: 'Existing connector', value: shortened(existing, MAX_ID) }];
    }
    case 'blocked':
      return [{ label: 'Waiting for', value: nameOf(request.executor) }];
    case 'rejected':
      return decisionRows('Rejected by', request.rejection);
    case 'cancelled':
      return decisionRows('Cancelled by', request.cancellation);
    case 'waiting':
    case 'provisioning':
    case 'expired':
      return [];
  }
}

const decisionRows = (label: string, { by, comment }: Decision): readonly Row[] => [
  { label, value: nameOf(by) },
  ...(comment === undefined ? [] : [{ label: 'Reason', value: comment.toWellFormed() }]),
];

function askedRows(request: Request): readonly Row[] {
  const { requestedBy, requestedAt, justification, approvals } = request;
  return [
    ...(justification === undefined
      ? []
      : [{ label: 'Justification', value: justification.toWellFormed() }]),
    { label: 'Asked by', value: nameOf(requestedBy) },
    { label: 'Asked', value: utc(requestedAt) },
    ...(approvals.length === 0
      ? []
      : [{ label: 'Approved by', value: names(approvals.map(({ by }) => by)) }]),
    ...(request.status === 'failed'
      ? [{ label: 'With rights of', value: nameOf(request.executor) }]
      : []),
    ...(request.status === 'waiting' || (request.status === 'blocked' && !request.doubtSince)
      ? [{ label: 'Expires', value: utc(request.expiresAt) }]
      : []),
    ...(request.status === 'created' ? [{ label: 'Created', value: utc(request.createdAt) }] : []),
  ];
}

const nameOf = ({ name }: { readonly name: string }): string => inLine(name, MAX_NAME);

function names(people: readonly { readonly name: string }[]): string {
  const shown = people.slice(0, MAX_NAMED).map(nameOf).join(', ');
  const others = people.length - MAX_NAMED;
  return others > 0 ? `${shown} and ${others} more` : shown;
}
