import type { ColumnType, Generated, JSONColumnType } from 'kysely';

/** A document that a schema reads when it comes out; goes in as its JSON text. */
type Document = ColumnType<unknown, string, string>;

export type FormStatus = 'open' | 'submitted' | 'cancelled';

export interface FormTable {
  readonly id: string;
  readonly owner_id: string;
  readonly owner: Document;
  readonly status: FormStatus;
  readonly draft: Document;
  readonly notice: string | null;
  /** The form, known no longer, in whose place this one stands. */
  readonly replaces: string | null;
  /** Where it was asked for, as the chat knows that. */
  readonly origin: Document;
  /** The message that shows the form. */
  readonly place: ColumnType<unknown, string | null, string | null>;
  readonly created_at: Date;
}

export interface RequestTable {
  readonly id: string;
  readonly number: Generated<number>;
  readonly form_id: string;
  readonly version: number;
  readonly status: string;
  /** `exchangeOrganization` in the case in which it is compared. */
  readonly organization: string;
  readonly requester_id: string;
  readonly executor_id: string | null;
  readonly document: Document;
  /** Where it was asked for, as the chat knows that. */
  readonly origin: Document;
  readonly expires_at: Date | null;
  /** When work at Graph is due; later than now while it waits for something. */
  readonly provision_at: Date | null;
  /** Since when some place may show less than the present version. */
  readonly publish_at: Date;
  /** The version that every place shows. */
  readonly published_version: number;
  /** How often publishing was asked for without a change of the request. */
  readonly publish_asked: Generated<number>;
  /** The version of which the requester was told. */
  readonly told_version: number;
}

export interface ApproverTable {
  readonly request_id: string;
  readonly person_id: string;
  readonly person: Document;
}

export interface AttemptTable {
  readonly id: string;
  readonly request_id: string;
  /** Ids of the connectors that were there before. */
  readonly baseline: JSONColumnType<readonly string[], string, never>;
  readonly started_at: Date;
  readonly outcome: 'created' | 'not-executed' | 'unknown' | 'settled' | null;
  readonly ended_at: Date | null;
}

export interface AuditTable {
  readonly seq: Generated<number>;
  readonly request_id: string;
  readonly at: Date;
  /** What happened, as JSON. */
  readonly entry: string;
  /** The hash of the row before, empty on the first. */
  readonly previous: string;
  /** SHA-256 over `previous` and `entry`, hexadecimal. */
  readonly hash: string;
}

export interface PlaceTable {
  readonly id: string;
  readonly request_id: string;
  readonly conversation_id: string;
  readonly reference: Document;
  readonly activity_id: string | null;
  /** Whose chat it is; null where everybody reads it. */
  readonly viewer_id: string | null;
  readonly shown_version: number;
  /** In a row. */
  readonly failures: number;
  readonly dead: boolean;
}

export interface PersonTable {
  readonly id: string;
  readonly person: Document;
  /** Where the bot may write to this person alone; null where it is not installed. */
  readonly personal_chat: ColumnType<unknown, string | null, string | null>;
}

export interface WaitingActionTable {
  readonly person_id: string;
  readonly verb: string;
  /** The form or request that it is about. */
  readonly subject: string;
  readonly data: Document;
  readonly asked_at: Date;
}

export interface LeaseTable {
  readonly name: string;
  readonly owner: string;
  readonly until: Date;
}

export interface Tables {
  readonly form: FormTable;
  readonly request: RequestTable;
  readonly approver: ApproverTable;
  readonly attempt: AttemptTable;
  readonly audit: AuditTable;
  readonly place: PlaceTable;
  readonly person: PersonTable;
  readonly waiting_action: WaitingActionTable;
  readonly lease: LeaseTable;
}
