// Which claim fills which field, and which value of which claim stands for which role: a line each.
import { ActionIcon, Autocomplete, Button, Select, TextInput, Tooltip } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { listAttributes } from '#attributes/contract.ts';
import { listRoles } from '#roles/contract.ts';
import { useAsk } from '../../shared/call/ask.ts';
import { titleOf } from '../../shared/form/attributes.ts';
import type { Fields } from '../../shared/form/fields.ts';
import { ChosenNamedField } from '../../shared/form/named-field.tsx';
import { Section } from '../../shared/frame/page.tsx';
import { Banner } from '../../shared/show/bits.tsx';
import { providers as say } from '../../shared/strings/providers.ts';
import type { ProviderDraft } from './draft.ts';
import classes from './providers.module.css';

type Props = { readonly fields: Fields<ProviderDraft>; readonly claims: readonly string[] };
const rolesNamedMax = 200;
const staleMs = 60_000;

type LinesProps<T> = {
  readonly title: string;
  readonly says: string;
  readonly lines: readonly T[];
  readonly blank: T;
  readonly fault: string | undefined;
  readonly onChange: (lines: T[]) => void;
  readonly line: (value: T, set: (value: T) => void) => ReactNode;
};

function Lines<T>({ title, says, lines, blank, fault, onChange, line }: LinesProps<T>) {
  return (
    <Section title={title} says={says}>
      <div className={classes.lines}>
        {lines.map((value, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line has no name of its own, and is told apart by its place alone
          <div key={at} className={classes.line}>
            {line(value, (next) => onChange(lines.map((one, place) => (place === at ? next : one))))}
            <Tooltip label={say.less(at + 1)}>
              <ActionIcon variant="subtle" color="gray" aria-label={say.less(at + 1)} onClick={() => onChange(lines.filter((_, place) => place !== at))}>
                <IconX size={15} />
              </ActionIcon>
            </Tooltip>
          </div>
        ))}
        <div>
          <Button variant="default" size="xs" leftSection={<IconPlus size={14} />} onClick={() => onChange([...lines, blank])}>
            {say.more}
          </Button>
        </div>
        {fault && <Banner tone="bad">{fault}</Banner>}
      </div>
    </Section>
  );
}

export function AttributeLines({ fields, claims }: Props) {
  const { data } = useAsk(listAttributes, {}, { staleMs });
  // An address is taken where it is proved.
  const choices = (data?.items ?? []).filter(({ name }) => name !== 'mail').map((attribute) => ({ value: attribute.name, label: titleOf(attribute) }));
  return (
    <Lines
      title={say.attributes}
      says={say.attributesSays}
      lines={fields.values.attributes}
      blank={{ claim: '', field: '' }}
      fault={fields.faultOf('attributes')}
      onChange={(lines) => fields.set('attributes', lines)}
      line={(value, set) => (
        <>
          <Autocomplete label={say.claim} data={[...claims]} value={value.claim} onChange={(claim) => set({ ...value, claim })} />
          <Select label={say.field} data={choices} searchable value={value.field || null} onChange={(field) => set({ ...value, field: field ?? '' })} />
        </>
      )}
    />
  );
}

export function RoleLines({ fields, claims }: Props) {
  const { data } = useAsk(listRoles, { limit: rolesNamedMax }, { staleMs });
  const named = (id: string) => ({ id, name: data?.items.find((role) => role.id === id)?.name ?? id });
  return (
    <Lines
      title={say.roles}
      says={say.rolesSays}
      lines={fields.values.roles}
      blank={{ claim: '', value: '', role: '' }}
      fault={fields.faultOf('roles')}
      onChange={(lines) => fields.set('roles', lines)}
      line={(value, set) => (
        <>
          <Autocomplete label={say.claim} data={[...claims]} value={value.claim} onChange={(claim) => set({ ...value, claim })} />
          <TextInput label={say.value} value={value.value} onChange={(event) => set({ ...value, value: event.currentTarget.value })} />
          <ChosenNamedField
            of="roles"
            label={say.role}
            chosen={value.role ? named(value.role) : null}
            onChange={(role) => set({ ...value, role: role?.id ?? '' })}
          />
        </>
      )}
    />
  );
}
