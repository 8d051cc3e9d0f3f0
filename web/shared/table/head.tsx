// The head of a table: titles that sort, edges that can be pulled.
import { UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { KeyboardEvent, MouseEvent, SyntheticEvent, TouchEvent } from 'react';
import { table as say } from '../strings/table.ts';
import type { Column, Selecting, Sort } from './columns.ts';
import { SelectBox } from './select-box.tsx';
import classes from './table.module.css';
import { widthMax, widthMin, widthStep } from './widths.ts';

type Header = { readonly id: string; getSize: () => number; getResizeHandler: () => (event: unknown) => void };
type HeadProps<R> = {
  readonly columns: readonly Column<R>[];
  readonly headers: readonly Header[];
  readonly sort: Sort | undefined;
  readonly onSort: ((sort: Sort) => void) | undefined;
  readonly withActions: boolean;
  readonly selecting: Selecting<R> | undefined;
  readonly onResize: (id: string, width: number) => void;
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

type EdgeProps<R> = { readonly column: Column<R>; readonly header: Header | undefined; readonly onResize: (id: string, width: number) => void };

/** A column that grows is wider than it says. */
const seenWidth = ({ currentTarget }: SyntheticEvent) => Math.round(currentTarget.parentElement?.getBoundingClientRect().width ?? 0);

/** Pulled, or moved by the arrow keys; Home or a double click makes the column as wide as it was at first. */
function Edge<R>({ column: { id, title, width }, header, onResize }: EdgeProps<R>) {
  const press = (event: KeyboardEvent) => {
    const now = seenWidth(event);
    const to = { ArrowLeft: now - widthStep, ArrowRight: now + widthStep, Home: width }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    onResize(id, to);
  };
  const pull = (event: MouseEvent | TouchEvent) => {
    onResize(id, seenWidth(event));
    header?.getResizeHandler()(event);
  };
  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={say.widthOf(title)}
      aria-valuenow={Math.round(header?.getSize() ?? width)}
      aria-valuemin={widthMin}
      aria-valuemax={widthMax}
      tabIndex={0}
      className={classes.edge}
      onKeyDown={press}
      onDoubleClick={() => onResize(id, width)}
      onMouseDown={pull}
      onTouchStart={pull}
    />
  );
}

export function TableHead<R>({ columns, headers, sort, onSort, withActions, selecting, onResize }: HeadProps<R>) {
  return (
    <div role="rowgroup" className={classes.head}>
      <div role="row" className={classes.headRow}>
        {selecting && (
          <div role="columnheader" className={classes.box}>
            <SelectBox
              says={say.selectLoaded}
              checked={selecting.loaded === 'all'}
              some={selecting.loaded === 'some'}
              onSelect={() => selecting.toggleLoaded()}
            />
          </div>
        )}
        {columns.map((column, index) => (
          <div key={column.id} role="columnheader" aria-sort={ariaSort(sort, column.sort)} className={classes.headCell} data-right={column.right || undefined}>
            <Title column={column} sort={sort} onSort={onSort} />
            <Edge column={column} header={headers[index]} onResize={onResize} />
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
