// A searchable list to tick from, with the ticked ones kept in sight. Roles, groups and users are all chosen with it.
import { Checkbox, CloseButton, TextInput, Tooltip, UnstyledButton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { Fragment, type ReactNode, useId, useState } from 'react';
import { Tag } from '../show/bits.tsx';
import { picker as say } from '../strings/picker.ts';
import classes from './form.module.css';

export type Pick = { readonly id: string; readonly name: string; readonly hint?: string; readonly face?: ReactNode; readonly off?: string };

type PickerProps = {
  readonly placeholder: string;
  readonly nothing: string;
  readonly useFound: (search: string) => { readonly rows: readonly Pick[]; readonly more: boolean; readonly goOn: () => void };
  readonly chosen: readonly Pick[];
  readonly onChange: (chosen: readonly Pick[]) => void;
  /** Drawn below a ticked row: its dates, for instance. */
  readonly below?: (pick: Pick) => ReactNode;
};

function Row({ pick, ticked, onTick }: { readonly pick: Pick; readonly ticked: boolean; readonly onTick: () => void }) {
  const field = useId();
  const row = (
    <label htmlFor={field} className={classes.pick} data-off={pick.off ? true : undefined}>
      <Checkbox id={field} checked={ticked} onChange={onTick} disabled={Boolean(pick.off)} aria-label={pick.name} />
      {pick.face}
      <span className={classes.pickMain}>
        <span className={classes.pickName}>{pick.name}</span>
        {pick.hint && <span className={classes.pickHint}>{pick.hint}</span>}
      </span>
    </label>
  );
  return pick.off ? <Tooltip label={pick.off}>{row}</Tooltip> : row;
}

function Chosen({ chosen, onRemove }: { readonly chosen: readonly Pick[]; readonly onRemove: (pick: Pick) => void }) {
  if (chosen.length === 0) return null;
  return (
    <div className={classes.chosen}>
      {chosen.map((pick) => (
        <Tag key={pick.id} tone="accent">
          {pick.name}
          <CloseButton size={16} iconSize={12} aria-label={say.remove(pick.name)} onClick={() => onRemove(pick)} />
        </Tag>
      ))}
    </div>
  );
}

export function Picker({ placeholder, nothing, useFound, chosen, onChange, below }: PickerProps) {
  const [search, setSearch] = useState('');
  const [settled] = useDebouncedValue(search.trim(), 150);
  const { rows, more, goOn } = useFound(settled);
  const ticked = new Set(chosen.map((pick) => pick.id));
  const remove = (pick: Pick) => onChange(chosen.filter((each) => each.id !== pick.id));
  const toggle = (pick: Pick) => (ticked.has(pick.id) ? remove(pick) : onChange([...chosen, pick]));
  return (
    <div className={classes.picker}>
      <Chosen chosen={chosen} onRemove={remove} />
      <TextInput
        className={classes.pickerSearch ?? ''}
        variant="unstyled"
        leftSection={<IconSearch size={14} />}
        placeholder={placeholder}
        aria-label={placeholder}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <div className={classes.pickerList}>
        {rows.map((pick) => (
          <Fragment key={pick.id}>
            <Row pick={pick} ticked={ticked.has(pick.id)} onTick={() => toggle(pick)} />
            {ticked.has(pick.id) && below && <div className={classes.pickDates}>{below(pick)}</div>}
          </Fragment>
        ))}
        {rows.length === 0 && <div className={classes.pickEmpty}>{nothing}</div>}
        {more && (
          <UnstyledButton className={classes.pick} onClick={goOn}>
            {say.more}
          </UnstyledButton>
        )}
      </div>
    </div>
  );
}
