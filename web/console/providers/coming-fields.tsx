// What becomes of whoever comes from a provider: whether he becomes a user, with which name and attributes, and which roles.
import { Autocomplete, Checkbox, Textarea } from '@mantine/core';
import type { Fields } from '../../shared/form/fields.ts';
import { providers as say } from '../../shared/strings/providers.ts';
import type { ProviderDraft } from './draft.ts';
import { AttributeLines, RoleLines } from './mapping-lines.tsx';
import classes from './providers.module.css';

type Props = { readonly fields: Fields<ProviderDraft> /** Names of claims that have arrived. */; readonly claims: readonly string[] };
type Ticked = 'addsUsers' | 'needsApproval' | 'trustsMail';

export function ComingFields({ fields, claims }: Props) {
  const { addsUsers, preset } = fields.values;
  const tick = (name: Ticked, label: string, description?: string) => (
    <Checkbox
      label={label}
      {...(description ? { description } : {})}
      checked={fields.values[name]}
      onChange={(event) => fields.set(name, event.currentTarget.checked)}
    />
  );
  return (
    <div className={classes.step}>
      {tick('addsUsers', say.addsUsers, say.addsUsersSays)}
      {addsUsers && (
        <>
          {tick('needsApproval', say.needsApproval)}
          <Textarea label={say.mailDomains} description={say.mailDomainsSays} autosize minRows={2} {...fields.text('mailDomains')} />
          {preset !== 'apple' && tick('trustsMail', say.trustsMail, say.trustsMailSays)}
          <Autocomplete
            label={say.nameClaim}
            data={[...claims]}
            value={fields.values.nameClaim}
            onChange={(value) => fields.set('nameClaim', value)}
            onBlur={() => fields.blur('nameClaim')}
            error={fields.faultOf('nameClaim')}
          />
          <AttributeLines fields={fields} claims={claims} />
        </>
      )}
      <RoleLines fields={fields} claims={claims} />
    </div>
  );
}
