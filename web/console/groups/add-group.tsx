// Users and Roles › Add › Add New Group.
import { Button, Group, Textarea, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useContext, useState } from 'react';
import { addGroup } from '#groups/contract.ts';
import { useChange } from '../../shared/call/ask.ts';
import { sentenceOf } from '../../shared/call/problem.ts';
import { UnsavedContext, useUnsaved } from '../../shared/call/unsaved.tsx';
import { useFaultFocus } from '../../shared/form/fault-focus.ts';
import { faultsOf, useFields } from '../../shared/form/fields.ts';
import { Page } from '../../shared/frame/page.tsx';
import { useStillHere } from '../../shared/frame/still-here.ts';
import { Banner } from '../../shared/show/bits.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { told, toldTrouble } from '../../shared/show/toast.tsx';
import { nav, groups as say } from '../../shared/strings/access.ts';
import { form } from '../../shared/strings/form.ts';
import { frame } from '../../shared/strings/frame.ts';
import classes from '../console.module.css';

export function AddGroupScreen() {
  const go = useNavigate();
  const unsaved = useContext(UnsavedContext);
  const add = useChange(addGroup);
  const [trouble, setTrouble] = useState('');
  const fields = useFields({ name: '', description: '' }, (values) => faultsOf(addGroup.input, values));
  const stillHere = useStillHere();
  const { around, seek } = useFaultFocus<HTMLFormElement>();
  useUnsaved(fields.typed, add.isPending);
  const save = async () => {
    if (!fields.valid) {
      seek();
      return fields.leaveAll();
    }
    if (add.isPending) return;
    const isHere = stillHere();
    setTrouble('');
    try {
      const group = await add.mutateAsync(fields.values);
      told(say.added(group.name));
      if (!isHere()) return;
      unsaved.forget();
      return await go({ to: '/groups/$id', params: { id: group.id } });
    } catch (thrown) {
      if (!isHere()) return toldTrouble(thrown);
      seek();
      return fields.refuse(thrown, (left) => setTrouble(sentenceOf(left)));
    }
  };
  return (
    <Page title={say.addTitle} crumbs={[{ says: nav.usersAndRoles }, { says: nav.add, to: '/add' }]}>
      <form
        ref={around}
        className={classes.narrow}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextInput label={say.name} description={say.nameSays} withAsterisk data-autofocus autoFocus {...fields.text('name')} />
        <Textarea label={`${say.description} (${form.optional})`} autosize minRows={2} maxRows={6} {...fields.text('description')} />
        {trouble && <Banner tone="bad">{trouble}</Banner>}
        <Group gap="xs">
          <DoButton type="submit" needs={addGroup.needs} loading={add.isPending}>
            {say.add}
          </DoButton>
          <Button variant="subtle" color="gray" onClick={() => void go({ to: '/groups' })}>
            {frame.cancel}
          </Button>
        </Group>
      </form>
    </Page>
  );
}
