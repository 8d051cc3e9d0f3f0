// How a role is given: from – until, and on whom what it allows counts. Drawn below each chosen role, and once for the users of one role.

import { termSays } from '../show/moments.ts';
import { ScopeText } from '../show/scope-text.tsx';
import { scope as say } from '../strings/scope.ts';
import { Dates, reversed, type Term } from './dates.tsx';
import classes from './form.module.css';
import { type ScopeDraft, scopeOf, scopeReady } from './scope-draft.ts';
import { ScopeField } from './scope-field.tsx';

export type Giving = { readonly term: Term; readonly scope: ScopeDraft };

export const freely: Giving = { term: { from: 0, until: 0 }, scope: null };

export const givingReady = ({ term, scope }: Giving): boolean => !reversed(term) && scopeReady(scope);

/** As the operations that give roles want it. */
export const givenAs = ({ term, scope }: Giving) => ({ ...term, scope: scopeOf(scope) });

/** In a line: until when, and on whom. */
export function GivingText({ giving }: { readonly giving: Giving }) {
  return (
    <>
      {termSays(giving.term)} · {scopeReady(giving.scope) ? <ScopeText scope={scopeOf(giving.scope)} /> : say.open}
    </>
  );
}

export function GivingFields({ giving, onChange }: { readonly giving: Giving; readonly onChange: (giving: Giving) => void }) {
  return (
    <div className={classes.giving}>
      <Dates term={giving.term} onChange={(term) => onChange({ ...giving, term })} />
      <ScopeField draft={giving.scope} onChange={(scope) => onChange({ ...giving, scope })} />
    </div>
  );
}
