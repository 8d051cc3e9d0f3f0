// A scope with the names of what it is about. What may not be seen is counted instead of named.
import { useQueries } from '@tanstack/react-query';
import { showGroup } from '#groups/contract.ts';
import type { Scope } from '#permissions/contract.ts';
import { showRole } from '#roles/contract.ts';
import { listStores } from '#stores/list-contract.ts';
import { asking, useAsk, useCall, useMe } from '../call/ask.ts';
import { holds } from '../call/rights.ts';
import { termSays } from './moments.ts';
import { type NameOf, scopeIds, scopeSays } from './scope.ts';
import classes from './show.module.css';

/** Names change seldom. */
const nameStaleMs = 60_000;
/** More are counted, not named, and so not asked for. */
const askedMax = 3;

function useNamesOf(operation: typeof showGroup | typeof showRole, ids: readonly string[]): ReadonlyMap<string, string> {
  const call = useCall();
  const may = holds(useMe(), operation.needs);
  const asked = ids.length > askedMax ? [] : [...new Set(ids)];
  const queries = asked.map((id) => ({ ...asking(call, operation, { id }), enabled: may, staleTime: nameStaleMs, retry: false }));
  return useQueries({ queries, combine: (answers) => new Map(answers.flatMap(({ data }) => (data ? [[data.id, data.name] as const] : []))) });
}

export function ScopeText({ scope }: { readonly scope: Scope | null }) {
  const ids = scopeIds(scope);
  const stores = useAsk(listStores, {}, { enabled: ids.store.length > 0, staleMs: nameStaleMs });
  const groups = useNamesOf(showGroup, ids.group);
  const roles = useNamesOf(showRole, ids.role);
  const nameOf: NameOf = (part, id) => {
    if (part === 'store') return stores.data?.items.find((store) => store.id === id)?.domain;
    return (part === 'group' ? groups : roles).get(id);
  };
  return <span className={scope === null ? classes.dim : undefined}>{scopeSays(scope, nameOf)}</span>;
}

/** What follows a role's name where it is said how it will be given: nothing when it is given freely. */
export function GivingSays({ term, scope }: { readonly term: { readonly from: number; readonly until: number }; readonly scope: Scope | null }) {
  return (
    <>
      {(term.from > 0 || term.until > 0) && `, ${termSays(term)}`}
      {scope && (
        <>
          {': '}
          <ScopeText scope={scope} />
        </>
      )}
    </>
  );
}
