// The narrow navigation: grouped, with what may not be opened shown as such and why, and the one who is signed in at its foot.
import { Kbd, Tooltip, UnstyledButton } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { useMay } from '../show/may.tsx';
import { frame as say } from '../strings/frame.ts';
import { Mark } from './mark.tsx';
import classes from './navigation.module.css';
import { SignedInMenu } from './signed-in-menu.tsx';

export type IconType = ComponentType<{ size?: number | string; stroke?: number | string; className?: string; 'aria-hidden'?: boolean }>;
export type NavItem = { readonly to: string; readonly says: string; readonly icon: IconType; readonly needs?: string; readonly exact?: boolean };
export type NavGroup = { readonly title: string; readonly parts: readonly { readonly title?: string; readonly items: readonly NavItem[] }[] };

function Item({ item }: { readonly item: NavItem }) {
  const { may, because } = useMay(item.needs ?? 'self');
  const Icon = item.icon;
  const inside = (
    <>
      <Icon size={16} stroke={1.6} className={classes.icon ?? ''} aria-hidden />
      <span>{item.says}</span>
    </>
  );
  if (!may) {
    return (
      <Tooltip label={because} position="right">
        <span className={classes.item} aria-disabled="true" tabIndex={0} role="link">
          {inside}
        </span>
      </Tooltip>
    );
  }
  return (
    <Link
      to={item.to}
      className={classes.item ?? ''}
      activeOptions={{ exact: item.exact ?? false, includeSearch: false }}
      activeProps={{ 'aria-current': 'page' }}
      preload="intent"
    >
      {inside}
    </Link>
  );
}

function Group({ group }: { readonly group: NavGroup }) {
  return (
    <section className={classes.group} aria-label={group.title}>
      <h2 className={classes.groupTitle}>{group.title}</h2>
      {group.parts.map((part, index) => (
        <div key={part.title ?? index} className={part.title ? classes.part : undefined}>
          {part.title && <h3 className={classes.partTitle}>{part.title}</h3>}
          {part.items.map((item) => (
            <Item key={item.to} item={item} />
          ))}
        </div>
      ))}
    </section>
  );
}

type NavigationProps = {
  readonly app: string;
  readonly groups: readonly NavGroup[];
  readonly other: { readonly href: string; readonly says: string };
  readonly onKeys: () => void;
};

export function Navigation({ app, groups, other, onKeys }: NavigationProps) {
  return (
    <div className={classes.whole}>
      <div className={classes.top}>
        <Mark app={app} />
      </div>
      <UnstyledButton className={classes.search} onClick={spotlight.open}>
        <IconSearch size={14} aria-hidden />
        <span>{say.searchHint}</span>
        <Kbd size="xs">⌘K</Kbd>
      </UnstyledButton>
      <div className={classes.scroll}>
        <nav aria-label={say.navigation}>
          {groups.map((group) => (
            <Group key={group.title} group={group} />
          ))}
        </nav>
      </div>
      <SignedInMenu other={other} onKeys={onKeys} />
    </div>
  );
}
