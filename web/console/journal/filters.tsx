// By whom, about what, through which door, and when: the journal's filters beside the operation. They stand in the address.
import { Select, TextInput } from '@mantine/core';
import { listUsers } from '#users/contract.ts';
import { LightField } from '../../shared/form/light-field.tsx';
import { UserField } from '../../shared/form/user-field.tsx';
import type { Address } from '../../shared/frame/address.ts';
import { choicesOf } from '../../shared/show/deed.ts';
import { useMay } from '../../shared/show/may.tsx';
import { story } from '../../shared/strings/story.ts';
import { AboutField } from './about-field.tsx';

const say = story.filters;
const doors = ['api', 'sign-in', 'account', 'cli', 'setup', 'job'];
const dayMs = 86_400_000;

const startOf = (day: string | undefined): number => {
  const at = day ? new Date(`${day}T00:00`).getTime() : Number.NaN;
  return Number.isFinite(at) && at >= 0 ? at : -1;
};

/** Days as the operation takes them: from the beginning of the first to the end of the last. */
export function momentsOf({ since, until }: Address) {
  const [from, to] = [startOf(since), startOf(until)];
  return { ...(from >= 0 ? { since: from } : {}), ...(to >= 0 ? { until: to + dayMs } : {}) };
}

/** `aboutName` = what the object asked for is called, where the entries found say it. */
type Props = {
  readonly address: Address;
  readonly aboutName: string;
  readonly change: (values: Readonly<Record<string, string | undefined>>, replace?: boolean) => void;
};

export function JournalFilters({ address, aboutName, change }: Props) {
  const mayListUsers = useMay(listUsers.needs).may;
  const day = (field: 'since' | 'until') => (
    <TextInput
      type="date"
      w={130}
      aria-label={say[field]}
      title={say[field]}
      value={address[field] ?? ''}
      onChange={(event) => change({ [field]: event.currentTarget.value || undefined }, true)}
    />
  );
  return (
    <>
      <LightField label={say.who} says={say.who} width={130} whole={address.actor !== undefined || !mayListUsers}>
        {(focused) => (
          <UserField bare focused={focused} width={130} label={say.who} value={address.actor ?? ''} onChange={(actor) => change({ actor }, true)} />
        )}
      </LightField>
      <LightField label={say.about} says={say.about} width={170} whole={address.object !== undefined}>
        {(focused) => <AboutField focused={focused} value={address.object ?? ''} name={aboutName} onChange={(object) => change({ object }, true)} />}
      </LightField>
      <LightField label={say.door} says={say.allDoors} width={130} whole={address.door !== undefined}>
        {(focused) => (
          <Select
            clearable
            autoFocus={focused}
            placeholder={say.allDoors}
            aria-label={say.door}
            data={choicesOf('doors', doors)}
            value={address.door ?? null}
            onChange={(door) => change({ door: door ?? undefined }, true)}
            w={130}
          />
        )}
      </LightField>
      {day('since')}
      {day('until')}
    </>
  );
}
