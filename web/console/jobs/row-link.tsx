// Whom a row of a plan or of a job is about: a user, or where a store is linked anew a group. Nobody has no page.
import { Link } from '@tanstack/react-router';
import type { PlanRow } from '#jobs/contract.ts';

type Props = { readonly row: Pick<PlanRow, 'kind' | 'id' | 'name'>; readonly says: string };

export function RowLink({ row: { kind, id }, says }: Props) {
  if (id === '') return says;
  return (
    <Link to={kind === 'group' ? '/groups/$id' : '/users/$id'} params={{ id }}>
      {says}
    </Link>
  );
}
