import type { Background } from '../background.ts';
import type { Card } from '../cards/render.ts';
import type { Connector } from '../requests/connector.ts';
import type { Created, Form } from '../requests/form.ts';
import type { FormBook } from '../requests/form-book.ts';
import type { Publisher } from './publish.ts';
import type { SignInDeps } from './sign-in.ts';

/** What the handlers of forms and summaries work with. */
export interface FormDeps extends SignInDeps {
  readonly forms: FormBook;
  readonly publisher: Publisher;
  readonly background: Background;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly draw: (form: Form) => Card;
  readonly create: (assertion: string, connector: Connector, attemptId: string) => Promise<Created>;
  readonly read: (assertion: string, connectorId: string, callId: string) => Promise<Created>;
}
