// What may he do? The whole tree, lit by what he may, each node answering why; and a box to ask about any permission.
import { useMemo } from 'react';
import { holds, type Node } from '#permissions/contract.ts';
import type { User } from '#users/contract.ts';
import { useAsk } from '../../shared/call/ask.ts';
import { useAddress } from '../../shared/frame/address.ts';
import { lazily } from '../../shared/frame/lazily.tsx';
import { Section } from '../../shared/frame/page.tsx';
import { Failed, Waiting } from '../../shared/frame/states.tsx';
import { Dim } from '../../shared/show/bits.tsx';
import { useTree } from '../../shared/show/may.tsx';
import { answers as say } from '../../shared/strings/answers.ts';
import { counted } from '../../shared/strings/counted.ts';
import { users } from '../../shared/strings/users.ts';
import { entriesLighting } from '../../shared/tree/ticks.ts';
import classes from '../console.module.css';
import { Answer } from '../questions/answer.tsx';
import { PermissionField } from '../questions/permission-field.tsx';
import { WhyHere } from './why-here.tsx';

const PermissionTree = lazily(async () => (await import('../../shared/tree/tree.tsx')).PermissionTree);
const treeHeight = 440;

type Held = { readonly path: string; readonly scoped: boolean };

function LitTree({ id, nodes, held }: { readonly id: string; readonly nodes: readonly Node[]; readonly held: readonly Held[] }) {
  const scoped = useMemo(() => new Set(held.filter((each) => each.scoped).map(({ path }) => path)), [held]);
  const entries = useMemo(
    () =>
      entriesLighting(
        nodes.map(({ path }) => path),
        new Set(held.map(({ path }) => path)),
      ),
    [nodes, held],
  );
  const lit = {
    count: say.tree.count(counted(held.length)),
    mark: (path: string) => (scoped.has(path) ? say.tree.some : ''),
    about: ({ path }: Node) => <WhyHere key={path} id={id} permission={path} scoped={scoped.has(path)} />,
  };
  return <PermissionTree nodes={nodes} entries={entries} height={treeHeight} lit={lit} />;
}

function CouldHe({ user }: { readonly user: User }) {
  const { address, change } = useAddress();
  const { permission = '' } = address;
  return (
    <Section title={say.could.title} says={say.could.says}>
      <div className={classes.ask}>
        <PermissionField value={permission} onChange={(path) => change({ permission: path }, true)} />
      </div>
      {permission ? <Answer user={user.id} name={user.shownName || user.userName} permission={permission} /> : <Dim>{say.could.nothing}</Dim>}
    </Section>
  );
}

export function UserPermissions({ user }: { readonly user: User }) {
  const asked = useAsk(holds, { id: user.id });
  const tree = useTree();
  const failed = [asked, tree].find(({ data, error }) => !data && error);
  if (failed) return <Failed thrown={failed.error} again={() => void failed.refetch()} />;
  if (!asked.data || !tree.data) return <Waiting />;
  return (
    <>
      <CouldHe user={user} />
      <Section title={users.permissions.title} says={say.tree.whole}>
        <LitTree id={user.id} nodes={tree.data.items} held={asked.data.items} />
      </Section>
    </>
  );
}
