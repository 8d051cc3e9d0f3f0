// Configure › Attributes: what is known about users, in the order of forms.
import { IconPlus } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { type Attribute, addAttribute, listAttributes } from '#attributes/contract.ts';
import { useAsk } from '../../shared/call/ask.ts';
import { titleOf } from '../../shared/form/attributes.ts';
import { Page } from '../../shared/frame/page.tsx';
import { Failed, Waiting } from '../../shared/frame/states.tsx';
import { Dim } from '../../shared/show/bits.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { nav } from '../../shared/strings/access.ts';
import { attributes as say } from '../../shared/strings/attributes.ts';
import { SmallTable } from '../small-table.tsx';

const marksOf = (attribute: Attribute) =>
  [
    attribute.builtIn && say.builtIn,
    attribute.required && say.marks.required,
    attribute.unique && say.marks.unique,
    attribute.pattern !== '' && say.marks.pattern,
    attribute.valuesMax > 1 && say.marks.several(attribute.valuesMax),
    attribute.inLists && say.marks.inLists,
  ].filter((mark) => mark !== false);

export function ListAttributesScreen() {
  const asked = useAsk(listAttributes, {});
  const go = useNavigate();
  const rows = (asked.data?.items ?? []).map((attribute) => ({
    id: attribute.id,
    cells: [
      <Link key="title" to="/attributes/$id" params={{ id: attribute.id }}>
        {titleOf(attribute)}
      </Link>,
      <code key="name">{attribute.name}</code>,
      say.types[attribute.type],
      <Dim key="rules">{marksOf(attribute).join(', ')}</Dim>,
      say.who[attribute.see],
      say.whoChanges[attribute.change],
    ],
  }));
  const heads = [say.columns.title, say.columns.name, say.columns.type, say.columns.rules, say.columns.see, say.columns.change];
  return (
    <Page
      title={say.title}
      crumbs={[{ says: nav.configure }]}
      action={
        <DoButton needs={addAttribute.needs} leftSection={<IconPlus size={15} />} onClick={() => void go({ to: '/attributes/add' })}>
          {say.add}
        </DoButton>
      }
    >
      <p>
        <Dim>{say.says}</Dim>
      </p>
      {asked.data ? (
        <SmallTable label={say.title} heads={heads} rows={rows} empty={say.nothing} />
      ) : asked.error ? (
        <Failed thrown={asked.error} again={() => void asked.refetch()} />
      ) : (
        <Waiting />
      )}
    </Page>
  );
}
