import type { Card } from '../cards/render.ts';
import {
  personalRequestCard,
  type Remark,
  type RequestView,
  sharedRequestCard,
} from '../cards/request.ts';
import type { Viewer } from '../requests/options.ts';
import type { Stored } from '../requests/request-reader.ts';
import type { RequestStore } from '../requests/request-store.ts';

/** Draws requests from what is stored, for one person or for everybody in a chat. */
export interface RequestDrawing {
  view(stored: Stored): Promise<RequestView>;
  /** The card as this person should see it. */
  forPerson(stored: Stored, viewer: Viewer, remark?: Remark): Promise<Card>;
}

export function requestDrawing(store: RequestStore, consentUrl: string): RequestDrawing {
  const view = async ({ request, approvers }: Stored): Promise<RequestView> => ({
    request,
    approvers,
    history: await store.history(request.id),
    consentUrl,
  });
  return {
    view,
    forPerson: async (stored, viewer, remark) =>
      personalRequestCard(await view(stored), viewer, remark),
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
