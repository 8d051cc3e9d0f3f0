// Whom a row of a plan or of a job is about: a user, or where a store is linked anew a group. Nobody has no page.
import { Link } from '@tanstack/react-router';
import type { PlanRow } from '#jobs/contract.ts';
import { Tag } from '../../shared/show/bits.tsx';
import { jobs } from '../../shared/strings/jobs.ts';

type Props = { readonly row: Pick<PlanRow, 'kind' | 'id'>; readonly says: string };

export function RowLink({ row: { kind, id }, says }: Props) {
  const isGroup = kind === 'group';
  const link = (
    <Link to={isGroup ? '/groups/$id' : '/users/$id'} params={{ id }}>
      {says}
    </Link>
  );
  return (
    <>
      {id === '' ? says : link} {isGroup && <Tag>{jobs.group}</Tag>}
    </>
  );
}
