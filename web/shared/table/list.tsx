// A table with what belongs around it: search, more tools, the true total, and how to go on when the search was cut short.
import { ActionIcon, Button, TextInput, Tooltip } from '@mantine/core';
import { useLocalStorage, useMediaQuery } from '@mantine/hooks';
import { IconBaselineDensityMedium, IconBaselineDensitySmall, IconSearch } from '@tabler/icons-react';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { sentenceOf } from '../call/problem.ts';
import { Failed } from '../frame/states.tsx';
import { frame } from '../strings/frame.ts';
import { table as say } from '../strings/table.ts';
import type { Column } from './columns.ts';
import { SortMenu } from './sort-menu.tsx';
import classes from './table.module.css';
import { heights, Table, type TableProps } from './table.tsx';

type Count = { readonly count: number; readonly exact: boolean };

export type ListProps<R extends { id: string }> = Omit<TableProps<R>, 'rowHeight' | 'empty' | 'rows' | 'first' | 'loading' | 'busy' | 'more' | 'goOn'> & {
  readonly pages: {
    readonly rows: readonly R[];
    readonly complete: boolean;
    readonly first: boolean;
    readonly more: boolean;
    readonly loading: boolean;
    readonly busy: boolean;
    /** The rows are still those of the list before. */
    readonly old: boolean;
    readonly goOn: () => void;
    readonly asked: { readonly error: unknown; readonly isError: boolean; readonly refetch: () => unknown };
  };
  readonly noun: readonly [string, string];
  readonly count?: Count | undefined;
  readonly search?: { readonly value: string; readonly says: string; readonly onChange: (typed: string) => void };
  readonly tools?: ReactNode;
  readonly beside?: ReactNode;
  readonly filtered?: boolean;
  readonly onClear?: () => void;
  readonly nothing?: ReactNode;
  /** Said where the tools are, such as what to do with those selected. */
  readonly bar?: ReactNode;
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

type Pages = ListProps<{ id: string }>['pages'];

/** A search that was cut short goes on by itself as long as the end of the list is in sight, until it is stopped. */
function useSearching({ more, complete, loading, asked }: Pages) {
  const [stopped, setStopped] = useState(false);
  // Another search begins anew; the rows of the one before are no reason to stop it.
  const begins = loading && complete;
  useEffect(() => {
    if (begins) setStopped(false);
  }, [begins]);
  const cutShort = more && !complete;
  return { on: more && !asked.isError && !(stopped && cutShort), cutShort, stopped, stop: () => setStopped(true), again: () => setStopped(false) };
}

/** What is known of the number: exactly, at least so many, or nothing yet. Never what belonged to the list before. */
function totalOf({ rows, more, old, first }: Pages, count: Count | undefined): Count | undefined {
  if (old || first) return undefined;
  if (!more) return { count: rows.length, exact: true };
  if (!count) return rows.length > 0 ? { count: rows.length, exact: false } : undefined;
  return count.exact && count.count >= rows.length ? count : { count: Math.max(count.count, rows.length), exact: false };
}

type FootProps = {
  readonly pages: Pages;
  readonly noun: readonly [string, string];
  readonly count: Count | undefined;
  readonly searching: ReturnType<typeof useSearching>;
};

function Foot({ pages, noun, count, searching }: FootProps) {
  const total = totalOf(pages, count);
  const words = total ? say.total(total.count, noun, total.exact) : say.counting;
  return (
    <div className={classes.foot} aria-live="polite">
      <span>{words}</span>
      {pages.asked.isError && (
        <>
          <span className={classes.grow} />
          <span>{sentenceOf(pages.asked.error)}</span>
          <Button size="compact-xs" variant="default" loading={pages.loading} onClick={pages.goOn}>
            {frame.again}
          </Button>
        </>
      )}
      {searching.cutShort && !pages.asked.isError && (
        <>
          <span className={classes.grow} />
          <span>{searching.stopped ? say.incomplete : say.searchingOn(say.total(pages.rows.length, noun, true))}</span>
          <Button size="compact-xs" variant="default" onClick={searching.stopped ? searching.again : searching.stop}>
            {searching.stopped ? say.goOn : say.stop}
          </Button>
        </>
      )}
    </div>
  );
}

export function List<R extends { id: string }>(props: ListProps<R>) {
  const { pages, noun, count, search, tools, beside, filtered = false, onClear, nothing, compact, bar, columns, ...rest } = props;
  const { dense, toggle } = useDensity();
  const phone = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const narrow = useMemo<readonly Column<R>[]>(() => [{ id: 'whole', title: rest.label, width: 240, grows: true, cell: compact }], [rest.label, compact]);
  const searching = useSearching(pages);
  if (pages.asked.isError && pages.rows.length === 0) return <Failed thrown={pages.asked.error} again={() => void pages.asked.refetch()} />;
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
        {beside}
        {phone && rest.onSort && <SortMenu columns={columns} sort={rest.sort} onSort={rest.onSort} />}
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
        busy={pages.busy}
        more={searching.on}
        goOn={pages.goOn}
        rowHeight={phone ? 56 : dense ? heights.dense : heights.comfortable}
        empty={empty}
      />
      {bar}
      <Foot pages={pages} noun={noun} count={count} searching={searching} />
    </>
  );
}
