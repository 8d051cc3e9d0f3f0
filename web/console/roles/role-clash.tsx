// Somebody else saved other ticks of a role meanwhile: what he changed, what was changed here, and whose is to count.
import { Button, Group } from '@mantine/core';
import type { Entry } from '#roles/contract.ts';
import { Banner } from '../../shared/show/bits.tsx';
import { useDisplayPath } from '../../shared/show/may.tsx';
import { roles } from '../../shared/strings/access.ts';

const say = roles.clash;

const has = (entries: readonly Entry[], { permission, effect }: Entry) => entries.some((each) => each.permission === permission && each.effect === effect);

function Changes({ title, from, to }: { readonly title: string; readonly from: readonly Entry[]; readonly to: readonly Entry[] }) {
  const display = useDisplayPath();
  const lines = [
    ...to.filter((each) => !has(from, each)).map((each) => say.put[each.effect](display(each.permission))),
    ...from.filter((each) => !has(to, each)).map((each) => say.gone[each.effect](display(each.permission))),
  ];
  return (
    <>
      <strong>{title}</strong>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  );
}

type ClashProps = {
  readonly began: readonly Entry[];
  readonly theirs: readonly Entry[];
  readonly mine: readonly Entry[];
  readonly onMine: () => void;
  readonly onTheirs: () => void;
};

export function RoleClash({ began, theirs, mine, onMine, onTheirs }: ClashProps) {
  return (
    <Banner tone="bad">
      <p>{say.says}</p>
      <Changes title={say.theirs} from={began} to={theirs} />
      <Changes title={say.mine} from={began} to={mine} />
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
