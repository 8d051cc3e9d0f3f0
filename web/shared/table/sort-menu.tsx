// The order of a list where it has no head to sort by: on a phone. Chosen again, the order turns round.
import { Button, Menu } from '@mantine/core';
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react';
import { table as say } from '../strings/table.ts';
import type { Column, Sort } from './columns.ts';

type SortMenuProps<R> = { readonly columns: readonly Column<R>[]; readonly sort: Sort | undefined; readonly onSort: (sort: Sort) => void };

export function SortMenu<R>({ columns, sort, onSort }: SortMenuProps<R>) {
  const offered = columns.flatMap(({ title, sort: by }) => (by ? [{ title, by }] : []));
  if (offered.length === 0) return null;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button variant="default" leftSection={<IconArrowsSort size={14} />}>
          {say.order}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {offered.map(({ title, by }) => (
          <Choice key={by} title={title} now={sort?.by === by ? sort : undefined} onChoose={(descending) => onSort({ by, descending })} />
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

type ChoiceProps = { readonly title: string; readonly now: Sort | undefined; readonly onChoose: (descending: boolean) => void };

function Choice({ title, now, onChoose }: ChoiceProps) {
  const Arrow = now?.descending ? IconArrowDown : IconArrowUp;
  return (
    <Menu.Item
      aria-label={now ? say.orderedBy(title, now.descending) : say.sortBy(title)}
      rightSection={now && <Arrow size={14} aria-hidden />}
      onClick={() => onChoose(now !== undefined && !now.descending)}
    >
      {title}
    </Menu.Item>
  );
}
