// What stands below the list while users are selected: how many, all that match, what can be done with them, and nobody again.
import { Button, CloseButton, Group } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { listUsers, type UserRow } from '#users/contract.ts';
import { lazily } from '../../shared/frame/lazily.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { userTable } from '../../shared/strings/user-table.ts';
import type { Column } from '../../shared/table/columns.ts';
import { everybody, nobody, type Selection } from '../../shared/table/selection.ts';
import type { Chosen } from './chosen.ts';
import classes from './users.module.css';

const ExportUsers = lazily(async () => (await import('./export-users.tsx')).ExportUsers);

const say = userTable.selection;
type Count = { readonly count: number; readonly exact: boolean };
type BarProps = {
  readonly selection: Selection<UserRow>;
  readonly chosen: Chosen;
  readonly list: string;
  /** How many match; absent while it is not known. */
  readonly count: Count | undefined;
  readonly columns: readonly Column<UserRow>[];
  readonly onSelect: (selection: Selection<UserRow>) => void;
  readonly children?: ReactNode;
};

function words({ all, names, rows }: Selection<UserRow>, count: Count | undefined): string {
  if (names.length > 0) return say.names(names.length);
  if (!all) return say.count(rows.size, true);
  return count ? say.count(count.count, count.exact) : say.selectAll(undefined, true);
}

export function SelectionBar({ selection, chosen, list, count, columns, onSelect, children }: BarProps) {
  const [exporting, setExporting] = useState(false);
  const says = words(selection, count);
  const hasMore = !selection.all && (count === undefined || count.count > selection.rows.size || !count.exact);
  return (
    <div className={classes.barPlace}>
      <section className={classes.bar} aria-label={say.bar}>
        <strong aria-live="polite">{says}</strong>
        {hasMore && (
          <Button variant="subtle" size="compact-sm" onClick={() => onSelect(everybody(list))}>
            {say.selectAll(count?.count, count?.exact ?? true)}
          </Button>
        )}
        <Group gap={6} wrap="nowrap">
          {children}
          <DoButton
            needs={listUsers.needs}
            reads
            variant="default"
            size="compact-sm"
            leftSection={<IconDownload size={14} />}
            onClick={() => setExporting(true)}
          >
            {userTable.acts.export}
          </DoButton>
        </Group>
        <CloseButton size={24} aria-label={say.clear} onClick={() => onSelect(nobody())} />
      </section>
      {exporting && <ExportUsers chosen={chosen} says={says} columns={columns} onClose={() => setExporting(false)} />}
    </div>
  );
}
