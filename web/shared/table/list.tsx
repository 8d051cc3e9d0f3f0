// A table with what belongs around it: search, more tools, the true total, and how to go on when the search was cut short.
import { ActionIcon, Button, TextInput, Tooltip } from '@mantine/core';
import { useLocalStorage, useMediaQuery } from '@mantine/hooks';
import { IconBaselineDensityMedium, IconBaselineDensitySmall, IconSearch } from '@tabler/icons-react';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { Failed, Rest } from '../frame/states.tsx';
import { table as say } from '../strings/table.ts';
import type { Column } from './columns.ts';
import classes from './table.module.css';
import { heights, Table, type TableProps } from './table.tsx';

type Count = { readonly count: number; readonly exact: boolean };

export type ListProps<R extends { id: string }> = Omit<TableProps<R>, 'rowHeight' | 'empty' | 'rows' | 'first' | 'loading' | 'more' | 'goOn'> & {
  readonly pages: {
    readonly rows: readonly R[];
    readonly complete: boolean;
    readonly first: boolean;
    readonly more: boolean;
    readonly loading: boolean;
    readonly cut: boolean;
    readonly goOn: () => void;
    readonly asked: { readonly error: unknown; readonly isError: boolean; readonly refetch: () => unknown };
  };
  readonly noun: readonly [string, string];
  readonly count?: Count | undefined;
  readonly search?: { readonly value: string; readonly says: string; readonly onChange: (typed: string) => void };
  readonly tools?: ReactNode;
  readonly filtered?: boolean;
  readonly onClear?: () => void;
  readonly nothing?: ReactNode;
  /** What a phone shows of a row, in one column of two lines. */
  readonly compact: (row: R) => ReactNode;
};

const settleMs = 180;

/** Typed at once, asked a moment later. */
function SearchField({ value, says, onChange }: { readonly value: string; readonly says: string; readonly onChange: (typed: string) => void }) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (typed === value) return;
    const settled = setTimeout(() => onChange(typed), settleMs);
    return () => clearTimeout(settled);
  }, [typed, value, onChange]);
  return (
    <TextInput
      data-search
      className={classes.search ?? ''}
      type="search"
      leftSection={<IconSearch size={14} />}
      placeholder={says}
      aria-label={says}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
    />
  );
}

function useDensity() {
  const [dense, setDense] = useLocalStorage({ key: 'reeve-dense', defaultValue: true });
  return { dense, toggle: () => setDense(!dense) };
}

export function List<R extends { id: string }>(props: ListProps<R>) {
  const { pages, noun, count, search, tools, filtered = false, onClear, nothing, compact, columns, ...rest } = props;
  const { dense, toggle } = useDensity();
  const phone = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const narrow = useMemo<readonly Column<R>[]>(() => [{ id: 'whole', title: rest.label, width: 240, grows: true, cell: compact }], [rest.label, compact]);
  if (pages.asked.isError && pages.rows.length === 0) return <Failed thrown={pages.asked.error} again={() => void pages.asked.refetch()} />;
  const exactly = pages.more || !pages.complete ? count : { count: pages.rows.length, exact: true };
  const empty = filtered ? (
    <>
      {say.noMatch}{' '}
      {onClear && (
        <Button variant="subtle" size="compact-sm" onClick={onClear}>
          {say.clear}
        </Button>
      )}
    </>
  ) : (
    (nothing ?? say.nothing)
  );
  return (
    <>
      <div className={classes.tools}>
        {search && <SearchField {...search} />}
        {tools}
        <span className={classes.grow} />
        {!phone && (
          <Tooltip label={dense ? say.comfortable : say.dense}>
            <ActionIcon aria-label={dense ? say.comfortable : say.dense} onClick={toggle}>
              {dense ? <IconBaselineDensityMedium size={16} /> : <IconBaselineDensitySmall size={16} />}
            </ActionIcon>
          </Tooltip>
        )}
      </div>
      <Table
        {...rest}
        columns={phone ? narrow : columns}
        rows={pages.rows}
        first={pages.first}
        loading={pages.loading}
        more={pages.more && pages.complete && !pages.cut}
        goOn={pages.goOn}
        rowHeight={phone ? 56 : dense ? heights.dense : heights.comfortable}
        empty={empty}
      />
      {pages.cut && <Rest pages={pages} />}
      <div className={classes.foot} aria-live="polite">
        <span>{exactly ? say.total(exactly.count, noun, exactly.exact) : say.total(pages.rows.length, noun, false)}</span>
        {!pages.complete && (
          <>
            <span className={classes.grow} />
            <span>{say.incomplete}</span>
            <Button size="compact-xs" variant="default" loading={pages.loading} onClick={pages.goOn}>
              {say.goOn}
            </Button>
          </>
        )}
      </div>
    </>
  );
}
