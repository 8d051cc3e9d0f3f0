// One row: opened by click or Enter, walked with the arrows, its actions behind one button at its end.
import { ActionIcon, Menu, Skeleton } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { type KeyboardEvent, type MouseEvent, type ReactNode, useState } from 'react';
import { frame } from '../strings/frame.ts';
import type { Column } from './columns.ts';
import classes from './table.module.css';

type RowProps = {
  readonly index: number;
  readonly start: number;
  readonly name: string;
  readonly focusable: boolean;
  readonly onMove: (to: number) => void;
  readonly onOpen: (() => void) | undefined;
  readonly onHover: () => void;
  readonly actions: ReactNode;
  readonly children: ReactNode;
};

const inside = (target: EventTarget) => target instanceof Element && target.closest('a, button, input, [role="menu"]') !== null;

export function Row({ index, start, name, focusable, onMove, onOpen, onHover, actions, children }: RowProps) {
  const [open, setOpen] = useState(false);
  const keys: Readonly<Record<string, () => void>> = {
    ArrowDown: () => onMove(index + 1),
    ArrowUp: () => onMove(index - 1),
    Home: () => onMove(0),
    End: () => onMove(Number.MAX_SAFE_INTEGER),
    Enter: () => onOpen?.(),
    '.': () => setOpen(true),
  };
  const press = (event: KeyboardEvent) => {
    const does = keys[event.key];
    if (!does || event.target !== event.currentTarget) return;
    event.preventDefault();
    does();
  };
  const click = (event: MouseEvent) => {
    if (!inside(event.target)) onOpen?.();
  };
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-label={name}
      data-row
      data-index={index}
      data-opens={onOpen ? true : undefined}
      tabIndex={focusable ? 0 : -1}
      className={classes.row}
      style={{ transform: `translateY(${start}px)` }}
      onKeyDown={press}
      onClick={click}
      onMouseEnter={onHover}
    >
      {children}
      {actions && (
        <div role="cell" className={classes.actions}>
          <Menu opened={open} onChange={setOpen} position="bottom-end" withinPortal>
            <Menu.Target>
              <ActionIcon aria-label={frame.moreActions(name)} tabIndex={focusable ? 0 : -1}>
                <IconDots size={16} />
              </ActionIcon>
            </Menu.Target>
            {open && <Menu.Dropdown>{actions}</Menu.Dropdown>}
          </Menu>
        </div>
      )}
    </div>
  );
}

export function SkeletonRow<R>({ columns }: { readonly columns: readonly Column<R>[] }) {
  return (
    <div className={classes.skeleton} aria-hidden="true">
      {columns.map((column) => (
        <div key={column.id} className={classes.cell}>
          <Skeleton height={10} width="60%" radius="xl" />
        </div>
      ))}
    </div>
  );
}
