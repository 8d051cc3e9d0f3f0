// What of a store becomes users and groups; after the fields of each, the first of them as they would be.
import { Fragment, type ReactNode } from 'react';
import type { StoreKind } from '#stores/settings-contract.ts';
import type { Fields } from '../../shared/form/fields.ts';
import { storeSettings as say } from '../../shared/strings/store-settings.ts';
import { type StoreDraft, settingsGiven } from './draft.ts';
import { mappingParts, type Part } from './parts.ts';
import { SettingField } from './setting-field.tsx';
import classes from './stores.module.css';

type Props = {
  readonly fields: Fields<StoreDraft>;
  readonly kind: StoreKind;
  /** Its fields are shown, and cannot be typed over. */
  readonly fixed?: boolean;
  /** Shown where the fields of users end, and where those of groups do. */
  readonly users?: ReactNode;
  readonly groups?: ReactNode;
};

const endOf = (parts: readonly Part[], ...names: readonly string[]) => parts.findLast(({ name }) => names.includes(name))?.name;

export function Mapping({ fields, kind, fixed = false, users, groups }: Props) {
  const parts = mappingParts(kind, settingsGiven(fields.values));
  const usersEnd = endOf(parts, 'users', 'fields');
  const groupsEnd = endOf(parts, 'groups') ?? usersEnd;
  return (
    <div className={classes.step}>
      {parts.map(({ name, settings }) => (
        <Fragment key={name}>
          <section className={classes.part} aria-label={say.parts[name]}>
            <h3>{say.parts[name]}</h3>
            <fieldset disabled={fixed} className={classes.grid}>
              {settings.map((setting) => (
                <SettingField key={setting} fields={fields} kind={kind} name={setting} />
              ))}
            </fieldset>
          </section>
          {name === usersEnd && users}
          {name === groupsEnd && groups}
        </Fragment>
      ))}
    </div>
  );
}
