// How many users a filter would leave, beside the choice: exact where that is quick, else as "at least".
import { VisuallyHidden } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { countUsers } from '#users/contract.ts';
import { useAsk } from '../../shared/call/ask.ts';
import type { Address } from '../../shared/frame/address.ts';
import { counted } from '../../shared/strings/counted.ts';
import { table } from '../../shared/strings/table.ts';
import { userTable } from '../../shared/strings/user-table.ts';
import { users as say } from '../../shared/strings/users.ts';
import { type FilterName, filterOf } from './filters.ts';
import classes from './users.module.css';

/** So long a number beside a choice may be old: choosing it asks anew. */
const staleMs = 30_000;
const settleMs = 250;

type LeftProps = { readonly address: Address; readonly name: FilterName; readonly value: string };

function useLeft({ address, name, value }: LeftProps, enabled = true) {
  const { data, isPlaceholderData } = useAsk(countUsers, filterOf({ ...address, [name]: value }), { staleMs, enabled });
  return isPlaceholderData || !enabled ? undefined : data;
}

/** A number; asked when the choice comes in sight. */
export function Left(props: LeftProps) {
  const left = useLeft(props);
  if (!left) return <span className={classes.left} />;
  return (
    <span className={classes.left}>
      {counted(left.count)}
      {!left.exact && (
        <>
          <span aria-hidden="true">+</span>
          <VisuallyHidden>{userTable.orMore}</VisuallyHidden>
        </>
      )}
    </span>
  );
}

/** The same as a sentence for what is typed, once the typing has settled; '' = nothing that could be asked for. */
export function LeftSays({ value, ...props }: LeftProps) {
  const [settled] = useDebouncedValue(value, settleMs);
  const left = useLeft({ ...props, value: settled }, settled !== '');
  return (
    <span className={classes.left} aria-live="polite">
      {left && settled === value ? table.total(left.count, say.noun, left.exact) : ''}
    </span>
  );
}
