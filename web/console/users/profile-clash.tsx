// Somebody else changed the same fields of a user meanwhile: both values, and whose is to count.
import { Button, Group } from '@mantine/core';
import { Banner } from '../../shared/show/bits.tsx';
import { users } from '../../shared/strings/users.ts';
import { SmallTable } from '../small-table.tsx';

const say = users.page.clash;

export type Clash = { readonly field: string; readonly theirs: string; readonly mine: string };

type ClashProps = { readonly clashes: readonly Clash[]; readonly onMine: () => void; readonly onTheirs: () => void };

export function ProfileClash({ clashes, onMine, onTheirs }: ClashProps) {
  return (
    <Banner tone="bad">
      <p>{say.says}</p>
      <SmallTable
        label={say.title}
        heads={[say.field, say.theirs, say.mine]}
        empty=""
        rows={clashes.map(({ field, theirs, mine }) => ({ id: field, cells: [field, theirs || say.nothing, mine || say.nothing] }))}
      />
      <Group gap="xs" mt="sm">
        <Button size="compact-sm" variant="default" onClick={onTheirs}>
          {say.takeTheirs}
        </Button>
        <Button size="compact-sm" variant="default" onClick={onMine}>
          {say.keepMine}
        </Button>
      </Group>
    </Banner>
  );
}
