// Chooses and orders the columns of a table: ticks, and lines that are dragged or moved with the arrows at their end.
import { ActionIcon, Button, Checkbox, Popover, VisuallyHidden } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconColumns3, IconGripVertical } from '@tabler/icons-react';
import { type DragEvent, useState } from 'react';
import { userTable } from '../strings/user-table.ts';
import { movedColumn, offeredFrom, toggledColumn } from './chosen-columns.ts';
import classes from './columns-menu.module.css';

const say = userTable.columns;
type Named = { readonly id: string; readonly title: string };
type MenuProps = {
  readonly all: readonly Named[];
  readonly chosen: readonly string[];
  readonly kept: string;
  readonly onChange: (chosen: readonly string[]) => void;
  readonly onReset: () => void;
};

type LineProps = {
  readonly column: Named;
  readonly place: number;
  readonly of: number;
  readonly onToggle: () => void;
  readonly onMove: (to: number) => void;
  readonly drag: { readonly over: boolean; readonly start: () => void; readonly enter: () => void; readonly drop: () => void };
};

/** `place` below 0: not shown, and so in no order. */
function Line({ column: { title }, place, of, onToggle, onMove, drag }: LineProps) {
  const shown = place >= 0;
  const over = (event: DragEvent) => {
    event.preventDefault();
    drag.enter();
  };
  return (
    <li className={classes.line} data-over={drag.over || undefined} draggable={shown} onDragStart={drag.start} onDragOver={over} onDrop={drag.drop}>
      <IconGripVertical size={14} aria-hidden className={classes.grip ?? ''} data-shown={shown || undefined} />
      <Checkbox
        size="xs"
        label={title}
        aria-label={say.show(title)}
        checked={shown}
        disabled={shown && of === 1}
        onChange={onToggle}
        className={classes.name ?? ''}
      />
      {shown && (
        <>
          <ActionIcon aria-label={say.up(title)} disabled={place === 0} onClick={() => onMove(place - 1)}>
            <IconArrowUp size={14} />
          </ActionIcon>
          <ActionIcon aria-label={say.down(title)} disabled={place === of - 1} onClick={() => onMove(place + 1)}>
            <IconArrowDown size={14} />
          </ActionIcon>
        </>
      )}
    </li>
  );
}

function Lines({ all, chosen, onChange }: Pick<MenuProps, 'all' | 'chosen' | 'onChange'>) {
  const [dragged, setDragged] = useState('');
  const [over, setOver] = useState('');
  const [said, setSaid] = useState('');
  const move = (column: Named, to: number) => {
    onChange(movedColumn(chosen, column.id, to));
    setSaid(say.moved(column.title, to + 1, chosen.length));
  };
  const drop = (to: number) => {
    const column = all.find(({ id }) => id === dragged);
    if (column && to >= 0) move(column, to);
    setDragged('');
    setOver('');
  };
  return (
    <>
      <ul className={classes.lines}>
        {offeredFrom(all, chosen).map((column) => {
          const place = chosen.indexOf(column.id);
          return (
            <Line
              key={column.id}
              column={column}
              place={place}
              of={chosen.length}
              onToggle={() => onChange(toggledColumn(chosen, column.id))}
              onMove={(to) => move(column, to)}
              drag={{
                over: over === column.id && dragged !== '',
                start: () => setDragged(column.id),
                enter: () => setOver(column.id),
                drop: () => drop(place),
              }}
            />
          );
        })}
      </ul>
      <VisuallyHidden aria-live="polite">{said}</VisuallyHidden>
    </>
  );
}

export function ColumnsMenu({ all, chosen, kept, onChange, onReset }: MenuProps) {
  return (
    <Popover position="bottom-end" width={304} trapFocus withinPortal>
      <Popover.Target>
        {/* A phone shows one column of two lines. */}
        <Button variant="default" leftSection={<IconColumns3 size={14} />} visibleFrom="sm">
          {say.button}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={say.title}>
        <p className={classes.says}>{say.says}</p>
        <Lines all={all} chosen={chosen} onChange={onChange} />
        <div className={classes.foot}>
          <span>{kept}</span>
          <Button variant="subtle" size="compact-sm" onClick={onReset}>
            {say.reset}
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
