// The head of a table: titles that sort, edges that can be pulled.
import { Checkbox, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { table as say } from '../strings/table.ts';
import type { Column, Selecting, Sort } from './columns.ts';
import classes from './table.module.css';

type Header = { readonly id: string; getResizeHandler: () => (event: unknown) => void };
type HeadProps<R> = {
  readonly columns: readonly Column<R>[];
  readonly headers: readonly Header[];
  readonly sort: Sort | undefined;
  readonly onSort: ((sort: Sort) => void) | undefined;
  readonly withActions: boolean;
  readonly selecting: Selecting<R> | undefined;
};

function Title<R>({
  column,
  sort,
  onSort,
}: {
  readonly column: Column<R>;
  readonly sort: Sort | undefined;
  readonly onSort: ((sort: Sort) => void) | undefined;
}) {
  const by = column.sort;
  if (!by || !onSort) return <span className={classes.title}>{column.title}</span>;
  const here = sort?.by === by;
  const Arrow = here && sort.descending ? IconArrowDown : IconArrowUp;
  return (
    <UnstyledButton
      className={classes.title}
      data-sorted={here || undefined}
      aria-label={say.sortBy(column.title)}
      onClick={() => onSort({ by, descending: here && !sort.descending })}
    >
      {column.title}
      <Arrow size={12} aria-hidden className={classes.arrow ?? ''} />
    </UnstyledButton>
  );
}

const ariaSort = (sort: Sort | undefined, by: string | undefined) => (by && sort?.by === by ? (sort.descending ? 'descending' : 'ascending') : undefined);

export function TableHead<R>({ columns, headers, sort, onSort, withActions, selecting }: HeadProps<R>) {
  return (
    <div role="rowgroup" className={classes.head}>
      <div role="row" className={classes.headRow}>
        {selecting && (
          <div role="columnheader" className={classes.box}>
            <Checkbox
              size="xs"
              aria-label={say.selectLoaded}
              checked={selecting.loaded === 'all'}
              indeterminate={selecting.loaded === 'some'}
              onChange={selecting.toggleLoaded}
            />
          </div>
        )}
        {columns.map((column, index) => (
          <div key={column.id} role="columnheader" aria-sort={ariaSort(sort, column.sort)} className={classes.headCell} data-right={column.right || undefined}>
            <Title column={column} sort={sort} onSort={onSort} />
            <span
              className={classes.edge}
              aria-hidden="true"
              onMouseDown={headers[index]?.getResizeHandler()}
              onTouchStart={headers[index]?.getResizeHandler()}
            />
          </div>
        ))}
        {withActions && (
          <div role="columnheader" className={classes.headCell}>
            <VisuallyHidden>{say.actions}</VisuallyHidden>
          </div>
        )}
      </div>
    </div>
  );
}
