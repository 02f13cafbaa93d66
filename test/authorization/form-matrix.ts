/**
 * Who may do what with a form, by its state. The owner asked for it in the thread; `away` is the
 * owner in another chat, `foreign` the owner's ids in another tenant.
 *
 * In capitals what becomes of the form; NEW: the person gets a form of their own, and this one stays
 * as it is. All else changes nothing: `request` shows what came of the form, `cancelled` that it was
 * given up, `theirs` says whose it is.
 */
const HEAD = '               owner      away       member     stranger   foreign';

export const FORM_MATRIX: Readonly<Record<string, string>> = {
  'form.submit': `${HEAD}
  open           SUBMITTED  SUBMITTED  theirs     theirs     403
  submitted      request    request    theirs     theirs     403
  cancelled      cancelled  cancelled  theirs     theirs     403
  unknown        NEW        NEW        NEW        NEW        403`,

  'form.cancel': `${HEAD}
  open           CANCELLED  CANCELLED  theirs     theirs     403
  submitted      request    request    theirs     theirs     403
  cancelled      cancelled  cancelled  theirs     theirs     403
  unknown        cancelled  cancelled  cancelled  cancelled  403`,

  'form.open': `${HEAD}
  open           NEW        NEW        NEW        NEW        403
  submitted      NEW        NEW        NEW        NEW        403
  cancelled      NEW        NEW        NEW        NEW        403
  unknown        NEW        NEW        NEW        NEW        403`,

  'form.delete': `${HEAD}
  open           no-verb    no-verb    no-verb    no-verb    403
  unknown        no-verb    no-verb    no-verb    no-verb    403`,
};
