import type { Logger } from 'pino';
import type { Background } from '../background.ts';
import type { Changes } from '../requests/changes.ts';
import type { FormStore } from '../requests/form-store.ts';
import type { PolicySettings } from '../requests/policy.ts';
import type { Created } from '../requests/request.ts';
import type { RequestStore } from '../requests/request-store.ts';
import type { ApproversOf } from './approvers.ts';
import type { People } from './people.ts';
import type { NewPlace } from './places.ts';
import type { RequestDrawing } from './request-view.ts';
import type { SignInDeps } from './sign-in.ts';
import type { Tell } from './tell.ts';
import type { UpdateMessage } from './update-message.ts';
import type { WaitingActions } from './waiting-actions.ts';

/** What the handlers of forms and requests work with. */
export interface HandlerDeps extends SignInDeps {
  readonly forms: FormStore;
  readonly requests: RequestStore;
  readonly changes: Changes;
  readonly drawing: RequestDrawing;
  readonly approversOf: ApproversOf;
  readonly policy: PolicySettings;
  readonly waiting: WaitingActions;
  /**
   * Lets a message show the request from now on; it shows this version, which may have been followed
   * by others while it was on its way.
   */
  readonly addPlace: (requestId: string, place: NewPlace, shownVersion: number) => Promise<void>;
  readonly conversationsOf: (requestId: string) => Promise<ReadonlySet<string>>;
  /** Whether this message is kept up to date with the request. */
  readonly isShownBy: (requestId: string, activityId: string) => Promise<boolean>;
  readonly people: People;
  readonly tell: Tell;
  readonly updateMessage: UpdateMessage;
  /** The connector as it is now, read with the rights of the person who asks. */
  readonly read: (assertion: string, connectorId: string, callId: string) => Promise<Created>;
  readonly background: Background;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly log: Logger;
}
