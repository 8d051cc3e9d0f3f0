// Users and Roles › Add › Add New Role: name → ticks in the permission tree → users; Finish from any step.
import { Textarea, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useContext, useState } from 'react';
import type { OutputOf } from '#contract.ts';
import { addRole, type Entry, showRole } from '#roles/contract.ts';
import { useAsk, useChange } from '../../shared/call/ask.ts';
import { UnsavedContext } from '../../shared/call/unsaved.tsx';
import { faultsOf, useFields } from '../../shared/form/fields.ts';
import formClasses from '../../shared/form/form.module.css';
import type { Pick } from '../../shared/form/picker.tsx';
import { UserPicker } from '../../shared/form/pickers.tsx';
import { useAddress } from '../../shared/frame/address.ts';
import { Page } from '../../shared/frame/page.tsx';
import { NotThere } from '../../shared/frame/states.tsx';
import { Banner } from '../../shared/show/bits.tsx';
import { useDisplayPath, useTree } from '../../shared/show/may.tsx';
import { told } from '../../shared/show/toast.tsx';
import { nav, roles as say } from '../../shared/strings/access.ts';
import { form } from '../../shared/strings/form.ts';
import { copyRole } from '../../shared/strings/role-changes.ts';
import { PermissionTree } from '../../shared/tree/tree.tsx';
import { Summary } from '../../shared/wizard/summary.tsx';
import { Wizard } from '../../shared/wizard/wizard.tsx';

const shownMax = 6;
const words = say.wizard;

function Several({ lines }: { readonly lines: readonly string[] }) {
  const left = lines.length - shownMax;
  return (
    <>
      {lines.slice(0, shownMax).map((line) => (
        <div key={line}>{line}</div>
      ))}
      {left > 0 && <div>{words.more(left)}</div>}
    </>
  );
}

type Whole = OutputOf<typeof showRole>;

export function AddRoleScreen() {
  const { address } = useAddress();
  const source = useAsk(showRole, { id: address.copy ?? '' }, { enabled: Boolean(address.copy) });
  if (!address.copy) return <AddRole key="" />;
  return source.data?.id === address.copy ? <AddRole key={address.copy} source={source.data} /> : <NotThere asked={source} noSuch={say.noSuch} />;
}

/** `source` = the role whose permissions are ticked from the start. */
function AddRole({ source }: { readonly source?: Whole }) {
  const go = useNavigate();
  const unsaved = useContext(UnsavedContext);
  const tree = useTree();
  const display = useDisplayPath();
  const add = useChange(addRole);
  const fields = useFields({ name: source ? copyRole.name(source.name) : '', description: source?.description ?? '' }, (values) =>
    faultsOf(addRole.input, values),
  );
  const [entries, setEntries] = useState<Entry[]>(() => [...(source?.entries ?? [])]);
  const [holders, setHolders] = useState<readonly Pick[]>([]);
  const { name, description } = fields.values;
  const finish = async () => {
    const role = await add.mutateAsync({ name, ...(description ? { description } : {}), entries, users: holders.map((each) => each.id) });
    told(words.done(role.name));
    return () => {
      unsaved.forget();
      return go({ to: '/roles/$id', params: { id: role.id } });
    };
  };
  const refuse = (thrown: unknown) => {
    fields.refuse(thrown);
    return 'name';
  };
  const effect = (wanted: Entry['effect']) => entries.filter((entry) => entry.effect === wanted).map((entry) => display(entry.permission));
  const allows = effect('allow');
  const denies = effect('deny');
  const nameStep = (
    <div className={formClasses.form}>
      {source && <Banner>{copyRole.from(source.name)}</Banner>}
      <TextInput label={say.name} description={say.nameSays} withAsterisk autoComplete="off" data-autofocus {...fields.text('name')} />
      <Textarea label={`${say.description} (${form.optional})`} autosize minRows={2} maxRows={6} {...fields.text('description')} />
    </div>
  );
  const treeStep = tree.data ? (
    <>
      <p>{words.treeSays}</p>
      <PermissionTree nodes={tree.data.items} entries={entries} onChange={setEntries} height={420} />
    </>
  ) : (
    <NotThere asked={tree} noSuch={words.noTree} />
  );
  const steps = [
    { id: 'name', title: words.nameStep, body: nameStep, ready: fields.valid, onRefused: fields.leaveAll },
    { id: 'permissions', title: words.treeStep, body: treeStep, ready: true },
    {
      id: 'users',
      title: words.usersStep,
      body: (
        <>
          <p>{words.usersSays}</p>
          <UserPicker chosen={holders} onChange={setHolders} />
        </>
      ),
      ready: true,
    },
  ];
  const lines = [
    [say.name, name && <strong>{name}</strong>],
    [say.description, description],
    [words.allows, allows.length > 0 && <Several lines={allows} />],
    [words.but, denies.length > 0 && <Several lines={denies} />],
    [words.givenTo, holders.length > 0 && <Several lines={holders.map((each) => each.name)} />],
  ] as const;
  return (
    <Page title={words.title} crumbs={[{ says: nav.usersAndRoles }, { says: nav.add, to: '/add' }]}>
      <Wizard
        steps={steps}
        summary={<Summary lines={lines} empty={words.empty} />}
        typed={fields.typed || entries.length + holders.length > 0}
        finishSays={words.finish}
        needs={addRole.needs}
        onFinish={finish}
        onRefused={refuse}
        onCancel={() => void go({ to: '/roles' })}
      />
    </Page>
  );
}
