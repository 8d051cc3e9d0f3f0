// What an application is called, and where it is.
import { Checkbox, TextInput } from '@mantine/core';
import type { Fields } from '../../shared/form/fields.ts';
import { applications as say } from '../../shared/strings/applications.ts';
import classes from '../console.module.css';
import type { Details } from './draft.ts';

export function DetailsFields({ fields }: { readonly fields: Fields<Details> }) {
  return (
    <div className={classes.narrow}>
      <TextInput label={say.name} withAsterisk maxLength={64} autoComplete="off" {...fields.text('name')} />
      <TextInput
        label={say.homeUrl}
        description={say.homeUrlSays}
        withAsterisk
        maxLength={512}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        {...fields.text('homeUrl')}
      />
      <TextInput label={say.description} maxLength={200} autoComplete="off" {...fields.text('description')} />
      <Checkbox
        label={say.enabled}
        description={say.enabledSays}
        checked={fields.values.enabled}
        onChange={(event) => fields.set('enabled', event.currentTarget.checked)}
      />
    </div>
  );
}
