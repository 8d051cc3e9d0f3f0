// The one table: sticky head, virtual rows, skeletons in place, an end that tells the truth. Row click opens; `.` opens the row's actions; Space selects.
import { useHotkeys } from '@mantine/hooks';
import { useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useFocusKept } from '../frame/focus.ts';
import { table as say } from '../strings/table.ts';
import { type Column, definitionsOf, makeFeatures, type Selecting, type Sort } from './columns.ts';
import { TableHead } from './head.tsx';
import { focusRow, usePlace } from './place.ts';
import { Row, SkeletonRow } from './row.tsx';
import { RowMenu, useRowMenu } from './row-menu.tsx';
import { observeSeen, scrollSeen, seenFirst } from './seen.ts';
import classes from './table.module.css';
import { differing, useWidths, within } from './widths.ts';

export const heights = { dense: 36, comfortable: 48 } as const;
const skeletonRows = 12;
/** Rows that stand ready above and below what is seen. */
const spareRows = 12;
/** Ask for the next page when this near to the end. */
const nearEnd = 40;

export type TableProps<R extends { id: string }> = {
  readonly label: string;
  /** Which list it is, whatever it is called: its columns stay as wide as they were made. */
  readonly name: string;
  readonly columns: readonly Column<R>[];
  readonly rows: readonly R[];
  readonly first: boolean;
  readonly loading: boolean;
  readonly busy: boolean;
  readonly more: boolean;
  readonly goOn: () => void;
  readonly rowHeight?: number;
  readonly sort?: Sort | undefined;
  readonly onSort?: (sort: Sort) => void;
  readonly onOpen?: ((row: R) => void) | undefined;
  readonly onHover?: (row: R) => void;
  readonly nameOf: (row: R) => string;
  readonly actions?: ((row: R) => ReactNode) | undefined;
  readonly empty: ReactNode;
  readonly selecting?: Selecting<R> | undefined;
  /** Which list these rows are of: another one begins at its top. */
  readonly list?: string;
  /** This place in the history, for coming back to the same row. */
  readonly entry?: string | undefined;
};

export function Table<R extends { id: string }>(props: TableProps<R>) {
  const {
    label,
    name,
    columns,
    rows,
    first,
    loading,
    busy,
    more,
    goOn,
    rowHeight = heights.dense,
    sort,
    onSort,
    onOpen,
    onHover,
    nameOf,
    actions,
    empty,
    selecting,
  } = props;
  const scroller = useRef<HTMLDivElement>(null);
  useFocusKept(scroller, rows);
  const features = useMemo(makeFeatures, []);
  const { kept, keep } = useWidths(name);
  const definitions = useMemo(() => definitionsOf(columns, kept), [columns, kept]);
  const data = useMemo(() => [...rows], [rows]);
  const table = useTable({ features, columns: definitions, data, columnResizeMode: 'onChange', getRowId: (row: R) => row.id });
  const model = table.getRowModel().rows;
  const ids = useMemo(() => rows.map((row) => row.id), [rows]);
  const { at, setAt, initialTop } = usePlace({ scroller, ids, rowHeight, entry: props.entry, list: props.list ?? '' });
  // What is seen is drawn first, the rest when there is time.
  const overscan = useDeferredValue(rows.length === 0 ? 0 : spareRows, 0);
  const [initialRect] = useState(seenFirst);
  const virtual = useVirtualizer({
    count: model.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan,
    observeElementRect: observeSeen,
    scrollToFn: scrollSeen,
    initialRect,
    initialOffset: initialTop,
    getItemKey: (index) => model[index]?.id ?? index,
  });
  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows of another height lie elsewhere
  useEffect(() => virtual.measure(), [virtual, rowHeight]);
  useEffect(() => {
    if (more && !loading && last >= rows.length - nearEnd) goOn();
  }, [more, loading, rows.length, last, goOn]);
  const headers = table.getHeaderGroups()[0]?.headers ?? [];
  const sizes = JSON.stringify(Object.fromEntries(headers.map((header) => [header.id, header.getSize()])));
  useEffect(() => keep(differing(columns, kept, JSON.parse(sizes))), [columns, kept, keep, sizes]);
  const resize = (id: string, width: number) => table.setColumnSizing((before) => ({ ...before, [id]: within(width) }));
  // Whoever has made a column as wide as he wants it does not see it grow.
  const growing = headers.map((header, index) => Boolean(columns[index]?.grows) && header.getSize() === columns[index]?.width);
  const widths = headers.map((header, index) => (growing[index] ? `minmax(${header.getSize()}px, 1fr)` : `${header.getSize()}px`));
  const atEnd = growing.includes(true) ? '44px' : 'minmax(44px, 1fr)';
  const template = [...(selecting ? ['32px'] : []), ...widths, ...(actions ? [atEnd] : [])].join(' ');
  const move = (to: number) => {
    const next = Math.min(Math.max(to, 0), rows.length - 1);
    const id = ids[next] ?? '';
    setAt(id);
    virtual.scrollToIndex(next);
    // At once where it can be: the next key may be pressed before the screen is drawn again, and begins there.
    if (!focusRow(scroller.current, id)) requestAnimationFrame(() => focusRow(scroller.current, id));
  };
  const reachable = shown.some(({ index }) => ids[index] === at) ? at : ids[shown[0]?.index ?? 0];
  const rowShown = (id: string) => shown.map(({ index }) => model[index]).find((row) => row?.id === id)?.original;
  const menu = useRowMenu((id) => rowShown(id) !== undefined);
  const acted = menu.place ? rowShown(menu.place.row) : undefined;
  const enter = () => focusRow(scroller.current, reachable ?? '');
  useHotkeys([
    ['j', enter],
    ['k', enter],
  ]);
  const open = (row: R) => {
    setAt(row.id);
    onOpen?.(row);
  };
  return (
    <div ref={scroller} className={classes.scroller} style={{ '--columns': template, '--row': `${rowHeight}px` } as React.CSSProperties}>
      <div className={classes.table} role="table" aria-label={label} aria-rowcount={more ? -1 : rows.length + 1} aria-busy={busy}>
        <TableHead columns={columns} headers={headers} sort={sort} onSort={onSort} withActions={Boolean(actions)} selecting={selecting} onResize={resize} />
        {first && Array.from({ length: skeletonRows }, (_, index) => <SkeletonRow key={String(index)} columns={columns} boxed={Boolean(selecting)} />)}
        <div role="rowgroup" className={classes.rows} style={{ height: virtual.getTotalSize() }}>
          {shown.map((item) => {
            const row = model[item.index];
            if (!row) return null;
            return (
              <Row
                key={row.id}
                index={item.index}
                id={row.id}
                start={item.start}
                name={nameOf(row.original)}
                focusable={row.id === reachable}
                onMove={move}
                onOpen={onOpen && (() => open(row.original))}
                onHover={() => onHover?.(row.original)}
                selected={selecting?.has(row.original)}
                onSelect={selecting && ((range) => (range ? selecting.range : selecting.toggle)(row.original))}
                onActions={actions && ((button) => menu.toggle(row.id, button))}
                menu={menu.of(row.id)}
              >
                {columns.map((column) => (
                  <div key={column.id} role="cell" className={classes.cell} data-right={column.right || undefined}>
                    {column.cell(row.original)}
                  </div>
                ))}
              </Row>
            );
          })}
        </div>
        {more && !first && <div className={classes.more}>{say.loadingMore}</div>}
      </div>
      {actions && (
        <RowMenu id={menu.id} button={menu.place?.button ?? null} open={menu.place?.open === true && acted !== undefined} onClose={menu.close}>
          {acted && actions(acted)}
        </RowMenu>
      )}
      {!first && rows.length === 0 && !more && (
        <div className={classes.empty} data-nothing tabIndex={-1}>
          {empty}
        </div>
      )}
    </div>
  );
}
