// Two roles beside each other: where what they allow differs. Both stand in the address, so that the comparison can be sent to somebody.
import { Switch } from '@mantine/core';
import { IconCheck, IconMinus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { OutputOf } from '#contract.ts';
import { showRole } from '#roles/contract.ts';
import { useAsk } from '../../shared/call/ask.ts';
import { ChosenNamedField } from '../../shared/form/named-field.tsx';
import { useAddress } from '../../shared/frame/address.ts';
import { Page } from '../../shared/frame/page.tsx';
import { Banner, Dim } from '../../shared/show/bits.tsx';
import { useDisplayPath, useTree } from '../../shared/show/may.tsx';
import { nav, roles } from '../../shared/strings/access.ts';
import { compareRoles as say } from '../../shared/strings/role-changes.ts';
import { SmallTable } from '../small-table.tsx';
import { compared, differing } from './compare.ts';
import classes from './roles.module.css';

type Whole = OutputOf<typeof showRole>;

function useRole(id: string | undefined) {
  const asked = useAsk(showRole, { id: id ?? '' }, { enabled: Boolean(id) });
  return { role: asked.data?.id === id ? asked.data : undefined, missing: Boolean(id) && asked.isError };
}

export function CompareRolesScreen() {
  const { address, change } = useAddress();
  const [one, other] = [useRole(address.one), useRole(address.other)];
  const choose = (name: 'one' | 'other') => (chosen: { readonly id: string } | null) => change({ [name]: chosen?.id }, true);
  return (
    <Page title={say.title} crumbs={[{ says: nav.usersAndRoles }, { says: roles.title, to: '/roles' }]}>
      <div className={classes.compared}>
        <ChosenNamedField of="roles" label={say.one} chosen={one.role ?? null} onChange={choose('one')} />
        <ChosenNamedField of="roles" label={say.other} chosen={other.role ?? null} onChange={choose('other')} />
      </div>
      {(one.missing || other.missing) && <Banner tone="warn">{say.missing}</Banner>}
      {one.role && other.role ? (
        <Differences one={one.role} other={other.role} all={address.all === 'true'} onAll={(all) => change({ all: all ? 'true' : undefined }, true)} />
      ) : (
        <Dim>{say.choose}</Dim>
      )}
    </Page>
  );
}

type DifferencesProps = { readonly one: Whole; readonly other: Whole; readonly all: boolean; readonly onAll: (all: boolean) => void };

function Differences({ one, other, all, onAll }: DifferencesProps) {
  const tree = useTree();
  const display = useDisplayPath();
  if (!tree.data) return null;
  const every = compared(
    tree.data.items.map(({ path }) => path),
    one.entries,
    other.entries,
  );
  const rows = (all ? every : differing(every)).map((row) => ({
    id: row.path,
    cells: [display(row.path), <Allowed key="one" allowed={row.one} />, <Allowed key="other" allowed={row.other} />],
  }));
  return (
    <>
      <Switch mb="sm" size="xs" label={say.all} checked={all} onChange={(event) => onAll(event.currentTarget.checked)} />
      <SmallTable label={say.title} heads={[say.permission, one.name, other.name]} rows={rows} empty={say.same} />
      <p className={classes.use}>
        {[one, other].map((role) => (
          <Link key={role.id} to="/users" search={{ roleAny: role.id }}>
            {say.holders(role.name)}
          </Link>
        ))}
      </p>
    </>
  );
}

function Allowed({ allowed }: { readonly allowed: boolean }) {
  const Icon = allowed ? IconCheck : IconMinus;
  return (
    <span className={classes.allowed} data-allowed={allowed || undefined}>
      <Icon size={14} aria-hidden />
      {allowed ? say.allows : say.denies}
    </span>
  );
}
