/**
 * Who may do what with a request, by its state. Read a row as a state, a column as a person.
 *
 * - requester: asked for it; an approver's rights are used
 * - own-rights: asked for it, and their own rights are used
 * - approver: may decide, and has not
 * - decided: has approved already; one more approval is needed
 * - last: the approver whose rights are used once theirs is the last approval
 * - member: reads along in the channel
 * - stranger: elsewhere, knows the id
 * - away: the requester, in another chat; helper: the approver, in another chat
 * - foreign: the requester's ids, in another tenant
 *
 * In capitals what becomes of the request. All else changes nothing: `card` shows it without a word,
 * the others say why not (see answers.ts).
 */
const HEAD =
  '                   requester own-rights approver  decided   last      member    stranger  away      helper    foreign';

export const MATRIX: Readonly<Record<string, string>> = {
  'request.approve': `${HEAD}
  waiting            own       own        CREATED   card      CREATED   no-right  unknown   own       CREATED   403
  provisioning       late      late       late      card      card      late      unknown   late      late      403
  in-doubt           late      late       late      card      card      late      unknown   late      late      403
  blocked            late      late       late      card      card      late      unknown   late      late      403
  blocked-in-doubt   late      late       late      card      card      late      unknown   late      late      403
  created            late      late       late      card      card      late      unknown   late      late      403
  failed             late      late       late      card      card      late      unknown   late      late      403
  rejected           late      late       late      card      late      late      unknown   late      late      403
  cancelled          late      late       late      card      late      late      unknown   late      late      403
  expired            late      late       late      card      late      late      unknown   late      late      403
  unknown            unknown   unknown    unknown   unknown   unknown   unknown   unknown   unknown   unknown   403`,

  'request.reject': `${HEAD}
  waiting            own       own        REJECTED  again     REJECTED  no-right  unknown   own       REJECTED  403
  provisioning       late      late       late      late      late      late      unknown   late      late      403
  in-doubt           late      late       late      late      late      late      unknown   late      late      403
  blocked            late      late       late      late      late      late      unknown   late      late      403
  blocked-in-doubt   late      late       late      late      late      late      unknown   late      late      403
  created            late      late       late      late      late      late      unknown   late      late      403
  failed             late      late       late      late      late      late      unknown   late      late      403
  rejected           late      late       late      late      card      late      unknown   late      late      403
  cancelled          late      late       late      late      late      late      unknown   late      late      403
  expired            late      late       late      late      late      late      unknown   late      late      403
  unknown            unknown   unknown    unknown   unknown   unknown   unknown   unknown   unknown   unknown   403`,

  'request.cancel': `${HEAD}
  waiting            CANCELLED CANCELLED  theirs    theirs    theirs    theirs    unknown   CANCELLED theirs    403
  provisioning       late      late       late      late      late      late      unknown   late      late      403
  in-doubt           late      late       late      late      late      late      unknown   late      late      403
  blocked            CANCELLED CANCELLED  theirs    theirs    CANCELLED theirs    unknown   CANCELLED theirs    403
  blocked-in-doubt   in-doubt  in-doubt   theirs    theirs    in-doubt  theirs    unknown   in-doubt  theirs    403
  created            late      late       late      late      late      late      unknown   late      late      403
  failed             late      late       late      late      late      late      unknown   late      late      403
  rejected           late      late       late      late      late      late      unknown   late      late      403
  cancelled          card      card       late      late      late      late      unknown   card      late      403
  expired            late      late       late      late      late      late      unknown   late      late      403
  unknown            unknown   unknown    unknown   unknown   unknown   unknown   unknown   unknown   unknown   403`,

  'request.complete': `${HEAD}
  waiting            not-now   not-now    not-now   not-now   not-now   not-now   unknown   not-now   not-now   403
  provisioning       card      card       not-now   not-now   card      not-now   unknown   card      not-now   403
  in-doubt           card      card       not-now   not-now   card      not-now   unknown   card      not-now   403
  blocked            theirs    CREATED    theirs    theirs    CREATED   theirs    unknown   theirs    theirs    403
  blocked-in-doubt   theirs    CREATED    theirs    theirs    CREATED   theirs    unknown   theirs    theirs    403
  created            card      card       not-now   not-now   card      not-now   unknown   card      not-now   403
  failed             not-now   not-now    not-now   not-now   not-now   not-now   unknown   not-now   not-now   403
  rejected           not-now   not-now    not-now   not-now   not-now   not-now   unknown   not-now   not-now   403
  cancelled          not-now   not-now    not-now   not-now   not-now   not-now   unknown   not-now   not-now   403
  expired            not-now   not-now    not-now   not-now   not-now   not-now   unknown   not-now   not-now   403
  unknown            unknown   unknown    unknown   unknown   unknown   unknown   unknown   unknown   unknown   403`,

  'request.retry': `${HEAD}
  waiting            not-now   not-now    not-now   not-now   not-now   not-now   unknown   not-now   not-now   403
  provisioning       card      card       not-now   not-now   card      not-now   unknown   card      not-now   403
  in-doubt           card      card       not-now   not-now   card      not-now   unknown   card      not-now   403
  blocked            not-now   not-now    not-now   not-now   not-now   not-now   unknown   not-now   not-now   403
  blocked-in-doubt   not-now   not-now    not-now   not-now   not-now   not-now   unknown   not-now   not-now   403
  created            card      card       not-now   not-now   card      not-now   unknown   card      not-now   403
  failed             CREATED   CREATED    theirs    theirs    CREATED   theirs    unknown   CREATED   theirs    403
  rejected           not-now   not-now    not-now   not-now   not-now   not-now   unknown   not-now   not-now   403
  cancelled          not-now   not-now    not-now   not-now   not-now   not-now   unknown   not-now   not-now   403
  expired            not-now   not-now    not-now   not-now   not-now   not-now   unknown   not-now   not-now   403
  unknown            unknown   unknown    unknown   unknown   unknown   unknown   unknown   unknown   unknown   403`,

  'request.refresh': `${HEAD}
  waiting            card      card       card      card      card      card      unknown   card      card      403
  provisioning       card      card       card      card      card      card      unknown   card      card      403
  blocked            card      card       card      card      card      card      unknown   card      card      403
  created            card      card       card      card      card      card      unknown   card      card      403
  failed             card      card       card      card      card      card      unknown   card      card      403
  rejected           card      card       card      card      card      card      unknown   card      card      403
  unknown            unknown   unknown    unknown   unknown   unknown   unknown   unknown   unknown   unknown   403`,

  'request.delete': `${HEAD}
  waiting            no-verb   no-verb    no-verb   no-verb   no-verb   no-verb   no-verb   no-verb   no-verb   403
  blocked            no-verb   no-verb    no-verb   no-verb   no-verb   no-verb   no-verb   no-verb   no-verb   403
  failed             no-verb   no-verb    no-verb   no-verb   no-verb   no-verb   no-verb   no-verb   no-verb   403
  unknown            no-verb   no-verb    no-verb   no-verb   no-verb   no-verb   no-verb   no-verb   no-verb   403`,
};

export interface Cell {
  readonly verb: string;
  readonly state: string;
  readonly role: string;
  readonly expected: string;
}

/** Every cell of such tables, as data. */
export const cellsOf = (matrix: Readonly<Record<string, string>>): readonly Cell[] =>
  Object.entries(matrix).flatMap(([verb, table]) => {
    const [roles = [], ...rows] = table.split('\n').map((line) => line.trim().split(/\s+/));
    return rows.flatMap(([state = '', ...cells]) =>
      cells.map((expected, index) => ({ verb, state, role: roles[index] ?? '', expected })),
    );
  });
