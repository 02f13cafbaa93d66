import type { Card } from '../cards/render.ts';
import {
  personalRequestCard,
  type Remark,
  type RequestView,
  sharedRequestCard,
} from '../cards/request.ts';
import type { Viewer } from '../requests/options.ts';
import type { Stored } from '../requests/request-reader.ts';

/** Draws requests from what is stored, for one person or for everybody in a chat. */
export interface RequestDrawing {
  view(stored: Stored): RequestView;
  /** The card as this person should see it. */
  forPerson(stored: Stored, viewer: Viewer, remark?: Remark): Card;
}

export function requestDrawing(consentUrl: string): RequestDrawing {
  const view = ({ request, approvers, history }: Stored): RequestView => ({
    request,
    approvers,
    history,
    consentUrl,
  });
  return {
    view,
    forPerson: (stored, viewer, remark) => personalRequestCard(view(stored), viewer, remark),
  };
}

/** The card of a place: of the one person whose chat it is, or of everybody. */
export const placeCard = (view: RequestView, viewerId: string | undefined): Card =>
  viewerId === undefined
    ? sharedRequestCard(view)
    : personalRequestCard(view, viewerOf(view.approvers, viewerId));

/** A person as the request itself knows them, without looking anybody up. */
export const viewerOf = (approvers: Stored['approvers'], id: string): Viewer => ({
  id,
  mayDecide: approvers.some((approver) => approver.id === id),
});
