// The groups around a group, or inside it, as a tree that is opened branch by branch. A group that lies in several places stands in each of them.
// Knows what the server has told; asks nothing.
import { Button } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { NestedGroup, Nesting } from '#groups/contract.ts';
import { groupPage } from '../../shared/strings/groups.ts';
import classes from './groups.module.css';

const say = groupPage.nesting;
/** Branches that "Open all" opens: one drawn in many places may be met very often. */
const openedMax = 300;
/** Open at first: so deep, and no longer list than this. */
const firstDepth = 2;
const firstLength = 20;

type Place = { readonly way: readonly string[]; readonly group: NestedGroup };
const keyOf = (way: readonly string[]) => way.join('/');

/** Every branch with something in it, nearest first, each by the way to it. */
function branchesOf({ next, groups }: Nesting, { depth, length }: { readonly depth: number; readonly length: number }): readonly string[] {
  const byId = new Map(groups.map((group) => [group.id, group]));
  const branches: string[] = [];
  const ways = next.map((id) => [id]);
  for (const way of ways) {
    const group = byId.get(way.at(-1) ?? '');
    if (!group || group.next.length === 0 || group.next.length > length) continue;
    branches.push(keyOf(way));
    if (branches.length >= openedMax) break;
    // There is no circle. If there were one, it would end here.
    if (way.length < depth) ways.push(...group.next.filter((id) => !way.includes(id)).map((id) => [...way, id]));
  }
  return branches;
}

type TreeProps = {
  readonly label: string;
  readonly nesting: Nesting;
  /** What can be done with those one step away. */
  readonly action: (group: NestedGroup) => ReactNode;
};

export function NestingTree({ label, nesting, action }: TreeProps) {
  const [open, setOpen] = useState(() => new Set(branchesOf(nesting, { depth: firstDepth, length: firstLength })));
  const byId = new Map(nesting.groups.map((group) => [group.id, group]));
  const all = branchesOf(nesting, { depth: nesting.groups.length, length: openedMax });
  const isAllOpen = all.every((key) => open.has(key));
  const toggle = (key: string) =>
    setOpen((before) => {
      const after = new Set(before);
      if (!after.delete(key)) after.add(key);
      return after;
    });
  const list = (ids: readonly string[], above: readonly string[], more: number, owner: NestedGroup | null): ReactNode => (
    <ul className={above.length === 0 ? classes.tree : undefined} {...(above.length === 0 ? { 'aria-label': label } : {})}>
      {ids.flatMap((id) => {
        const group = byId.get(id);
        if (!group || above.includes(id)) return [];
        const place = { way: [...above, id], group };
        return [<li key={id}>{line(place)}</li>];
      })}
      {more > 0 && <More key="more" count={more} at={owner} />}
    </ul>
  );
  const line = ({ way, group }: Place) => {
    const key = keyOf(way);
    const isOpen = open.has(key);
    const isBranch = group.next.length > 0 || group.more > 0;
    return (
      <>
        <div className={classes.line}>
          {isBranch ? (
            <button
              type="button"
              className={classes.fold}
              aria-expanded={isOpen}
              aria-label={isOpen ? say.close(group.name) : say.open(group.name)}
              onClick={() => toggle(key)}
            >
              <IconChevronRight size={14} aria-hidden />
            </button>
          ) : (
            <span className={classes.leaf} />
          )}
          <Link to="/groups/$id" params={{ id: group.id }} className={classes.name ?? ''}>
            {group.name}
          </Link>
          <span className={classes.facts}>
            {say.members(group.members)}
            {group.roles > 0 && ` · ${say.roles(group.roles)}`}
          </span>
          {way.length === 1 && action(group)}
        </div>
        {isBranch && isOpen && list(group.next, way, group.more, group)}
      </>
    );
  };
  return (
    <>
      {all.length > 0 && (
        <Button mb="xs" size="compact-sm" variant="subtle" color="gray" onClick={() => setOpen(new Set(isAllOpen ? [] : all))}>
          {isAllOpen ? say.closeAll : say.openAll}
        </Button>
      )}
      {list(nesting.next, [], nesting.more, null)}
    </>
  );
}

function More({ count, at }: { readonly count: number; readonly at: NestedGroup | null }) {
  return (
    <li className={classes.line}>
      <span className={classes.leaf} />
      <span className={classes.facts}>
        {say.more(count)}{' '}
        {at && (
          <Link to="/groups/$id" params={{ id: at.id }} search={{ tab: 'nesting' }}>
            {say.moreAt(at.name)}
          </Link>
        )}
      </span>
    </li>
  );
}
