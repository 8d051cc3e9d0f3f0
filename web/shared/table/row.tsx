// One row: opened by click or Enter, walked with the arrows, its actions behind one button at its end.
import { IconDots } from '@tabler/icons-react';
import { type KeyboardEvent, type MouseEvent, type ReactNode, useRef } from 'react';
import { frame } from '../strings/frame.ts';
import { table as say } from '../strings/table.ts';
import type { Column } from './columns.ts';
import { buttonOf } from './row-menu.tsx';
import { SelectBox } from './select-box.tsx';
import classes from './table.module.css';

type RowProps = {
  readonly index: number;
  readonly id: string;
  readonly start: number;
  readonly name: string;
  readonly focusable: boolean;
  readonly onMove: (to: number) => void;
  readonly onOpen: (() => void) | undefined;
  readonly onHover: () => void;
  readonly selected?: boolean | undefined;
  /** Absent = rows are not selected here. `range` = from the row touched before. */
  readonly onSelect?: ((range: boolean) => void) | undefined;
  /** Absent = nothing can be done to it here. `button` = where the menu is to stand. */
  readonly onActions?: ((button: HTMLElement) => void) | undefined;
  /** The menu that is open for this row. */
  readonly menu?: string | undefined;
  readonly children: ReactNode;
};

const inside = (target: EventTarget) => target instanceof Element && target.closest('a, button, input, [role="menu"]') !== null;

export function Row({ index, id, start, name, focusable, onMove, onOpen, onHover, selected = false, onSelect, onActions, menu, children }: RowProps) {
  const button = useRef<HTMLButtonElement>(null);
  const act = () => button.current && onActions?.(button.current);
  const keys: Readonly<Record<string, () => void>> = {
    ArrowDown: () => onMove(index + 1),
    ArrowUp: () => onMove(index - 1),
    j: () => onMove(index + 1),
    k: () => onMove(index - 1),
    Home: () => onMove(0),
    End: () => onMove(Number.MAX_SAFE_INTEGER),
    Enter: () => onOpen?.(),
    '.': act,
  };
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const does = event.key === ' ' && onSelect ? () => onSelect(event.shiftKey) : keys[event.key];
    // From its box one walks on all the same; every other key is the box's own.
    const walks = event.target instanceof HTMLInputElement && /^(j|k|Arrow.*)$/.test(event.key);
    if (event.target !== event.currentTarget && !walks) return;
    if (!does) return;
    event.preventDefault();
    // The same letters work from outside of the table.
    event.nativeEvent.stopPropagation();
    does();
  };
  const click = (event: MouseEvent) => {
    if (inside(event.target)) return;
    if (event.shiftKey && onSelect) onSelect(true);
    else onOpen?.();
  };
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-label={name}
      data-index={index}
      data-row={id}
      data-selected={selected || undefined}
      data-opens={onOpen ? true : undefined}
      tabIndex={focusable ? 0 : -1}
      className={classes.row}
      style={{ transform: `translateY(${start}px)` }}
      onKeyDown={press}
      onClick={click}
      onMouseEnter={onHover}
      onFocus={onHover}
    >
      {onSelect && (
        <div role="cell" className={classes.box}>
          <SelectBox says={say.select(name)} checked={selected} focusable={focusable} onSelect={onSelect} />
        </div>
      )}
      {children}
      {onActions && (
        <div role="cell" className={classes.actions}>
          <button
            ref={button}
            type="button"
            className={classes.dots}
            aria-label={frame.moreActions(name)}
            tabIndex={focusable ? 0 : -1}
            onClick={act}
            {...buttonOf(menu)}
          >
            <IconDots size={16} />
          </button>
        </div>
      )}
    </div>
  );
}

export function SkeletonRow<R>({ columns, boxed }: { readonly columns: readonly Column<R>[]; readonly boxed: boolean }) {
  return (
    <div className={classes.skeleton} aria-hidden="true">
      {boxed && <div className={classes.box} />}
      {columns.map((column) => (
        <div key={column.id} className={classes.cell}>
          <div className={classes.bone} />
        </div>
      ))}
    </div>
  );
}
