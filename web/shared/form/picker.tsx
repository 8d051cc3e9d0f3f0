// A searchable list to tick from, with the ticked ones kept in sight. Roles, groups and users are all chosen with it.
import { Button, Checkbox, CloseButton, TextInput, Tooltip } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { type ReactNode, useId, useState } from 'react';
import { Failed, Rest, Waiting } from '../frame/states.tsx';
import { Tag } from '../show/bits.tsx';
import { picker as say } from '../strings/picker.ts';
import classes from './form.module.css';

export type Pick = {
  readonly id: string;
  readonly name: string;
  readonly hint?: string;
  readonly face?: ReactNode;
  readonly off?: string;
  /** Of a role: it holds administrative permissions. */
  readonly administrative?: boolean;
};

/** What there is to choose from; `refused` = he may not see the list, and which permission that takes. */
export type Found = {
  readonly rows: readonly Pick[];
  readonly refused: string;
  readonly pages: Parameters<typeof Rest>[0]['pages'] & { readonly asked: { readonly data: unknown; readonly refetch: () => unknown } };
};

type PickerProps = {
  readonly placeholder: string;
  readonly nothing: string;
  readonly useFound: (search: string) => Found;
  readonly chosen: readonly Pick[];
  readonly onChange: (chosen: readonly Pick[]) => void;
  /** How each chosen one is given: said in a line, and the fields to change it. Without it the chosen ones are mere names above the list. */
  readonly detail?: { readonly says: (pick: Pick) => ReactNode; readonly fields: (pick: Pick) => ReactNode; readonly open: (pick: Pick) => boolean };
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

type DetailsProps = { readonly chosen: readonly Pick[]; readonly onRemove: (pick: Pick) => void; readonly detail: NonNullable<PickerProps['detail']> };

/** Below the list, so that it does not move under the pointer while one ticks. */
function Details({ chosen, onRemove, detail }: DetailsProps) {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string) => setOpened((before) => new Set(before.has(id) ? [...before].filter((each) => each !== id) : [...before, id]));
  if (chosen.length === 0) return null;
  return (
    <ul className={classes.details} aria-label={say.chosen}>
      {chosen.map((pick) => {
        const open = opened.has(pick.id) || detail.open(pick);
        return (
          <li key={pick.id} className={classes.detail}>
            <div className={classes.detailHead}>
              <span className={classes.detailSays}>
                <strong>{pick.name}</strong> <span>{detail.says(pick)}</span>
              </span>
              <Button
                variant="subtle"
                size="compact-xs"
                aria-expanded={open}
                aria-label={say.changeHow(open ? say.shut : say.how, pick.name)}
                disabled={detail.open(pick)}
                onClick={() => toggle(pick.id)}
              >
                {open ? say.shut : say.how}
              </Button>
              <CloseButton size={20} iconSize={14} aria-label={say.remove(pick.name)} onClick={() => onRemove(pick)} />
            </div>
            {open && <div className={classes.detailFields}>{detail.fields(pick)}</div>}
          </li>
        );
      })}
    </ul>
  );
}

/** Instead of rows: why there are none. */
function NoRows({ found: { refused, pages }, nothing }: { readonly found: Found; readonly nothing: string }) {
  if (refused) return <div className={classes.pickEmpty}>{refused}</div>;
  if (pages.asked.data !== undefined) return pages.more ? null : <div className={classes.pickEmpty}>{nothing}</div>;
  return pages.asked.error ? <Failed thrown={pages.asked.error} again={() => void pages.asked.refetch()} /> : <Waiting />;
}

export function Picker({ placeholder, nothing, useFound, chosen, onChange, detail }: PickerProps) {
  const [search, setSearch] = useState('');
  const [settled] = useDebouncedValue(search.trim(), 150);
  const found = useFound(settled);
  const { rows, pages, refused } = found;
  const ticked = new Set(chosen.map((pick) => pick.id));
  const remove = (pick: Pick) => onChange(chosen.filter((each) => each.id !== pick.id));
  const toggle = (pick: Pick) => (ticked.has(pick.id) ? remove(pick) : onChange([...chosen, pick]));
  const list = (
    <div className={classes.picker}>
      {!detail && <Chosen chosen={chosen} onRemove={remove} />}
      <TextInput
        className={classes.pickerSearch ?? ''}
        variant="unstyled"
        leftSection={<IconSearch size={14} />}
        placeholder={placeholder}
        aria-label={placeholder}
        disabled={refused !== ''}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <div className={classes.pickerList}>
        {rows.map((pick) => (
          <Row key={pick.id} pick={pick} ticked={ticked.has(pick.id)} onTick={() => toggle(pick)} />
        ))}
        {rows.length === 0 && <NoRows found={found} nothing={nothing} />}
        {!refused && <Rest pages={pages} />}
      </div>
    </div>
  );
  return detail ? (
    <div className={classes.withDetails}>
      {list}
      <Details chosen={chosen} onRemove={remove} detail={detail} />
    </div>
  ) : (
    list
  );
}
