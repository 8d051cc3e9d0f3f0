// One filter that is on: what it is, its value as people say it, and a way to remove it.
import { CloseButton } from '@mantine/core';
import { listAttributes } from '#attributes/contract.ts';
import { showGroup } from '#groups/contract.ts';
import { showRole } from '#roles/contract.ts';
import { useAsk, useMe } from '../../shared/call/ask.ts';
import { holds } from '../../shared/call/rights.ts';
import { titleOf } from '../../shared/form/attributes.ts';
import { dayOf } from '../../shared/show/moments.ts';
import { show } from '../../shared/strings/show.ts';
import { table } from '../../shared/strings/table.ts';
import { users as say } from '../../shared/strings/users.ts';
import { ActorName } from '../journal/actor-name.tsx';
import type { FilterName } from './filters.ts';
import classes from './users.module.css';

/** A name changes seldom, and the chip may show it for this long. */
const nameStaleMs = 60_000;

/** The name of a role or group; its id while the name is not known or may not be seen. */
function Named({ operation, id }: { readonly operation: typeof showRole | typeof showGroup; readonly id: string }) {
  const asked = useAsk(operation, { id }, { enabled: holds(useMe(), operation.needs), staleMs: nameStaleMs });
  if (asked.data?.id === id) return asked.data.name;
  return asked.isError ? say.unknownName : id.slice(-8);
}

/** `floor=3` with the title that people know the attribute by. */
function AttributeNamed({ value }: { readonly value: string }) {
  const { data } = useAsk(listAttributes, {}, { staleMs: nameStaleMs });
  const [name, ...rest] = value.split('=');
  const known = data?.items.find((each) => each.name === name);
  return [known ? titleOf(known) : name, ...rest].join(' = ');
}

function Value({ name, value }: { readonly name: FilterName; readonly value: string }) {
  switch (name) {
    case 'role':
    case 'roleAny':
      return <Named operation={showRole} id={value} />;
    case 'group':
      return <Named operation={showGroup} id={value} />;
    case 'owner':
      return <ActorName id={value} at={0} />;
    case 'kind':
      return show.kind[value] ?? value;
    case 'state':
      return show.state[value] ?? value;
    case 'notSignedInDays':
    case 'endsWithinDays':
      return say.days(Number(value));
    case 'createdSince':
    case 'changedSince': {
      const at = new Date(`${value}T00:00`).getTime();
      return Number.isFinite(at) ? dayOf(at) : value;
    }
    case 'hasAttribute':
    case 'lacksAttribute':
    case 'attribute':
      return <AttributeNamed value={value} />;
    default:
      return value;
  }
}

export function FilterChip({ name, value, onRemove }: { readonly name: FilterName; readonly value: string; readonly onRemove: () => void }) {
  const says = say.filters[name] ?? name;
  return (
    <li className={classes.chip}>
      <span>{says}</span>
      {value !== 'true' && (
        <b>
          <Value name={name} value={value} />
        </b>
      )}
      <CloseButton size={18} iconSize={12} aria-label={table.removeFilter(says)} onClick={onRemove} />
    </li>
  );
}
