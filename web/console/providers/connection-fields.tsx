// How a provider is reached, as which client, and the address that is registered there.
import { PasswordInput, Textarea, TextInput } from '@mantine/core';
import { presets } from '#providers/presets-contract.ts';
import type { Fields } from '../../shared/form/fields.ts';
import { Copy } from '../../shared/show/bits.tsx';
import { providers as say } from '../../shared/strings/providers.ts';
import type { ProviderDraft } from './draft.ts';
import classes from './providers.module.css';

const below: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'description', 'error'];
const plain = { autoComplete: 'off', autoCapitalize: 'none', spellCheck: false, inputWrapperOrder: below } as const;

type Props = {
  readonly fields: Fields<ProviderDraft>;
  /** Where Reeve is. */
  readonly address: string;
  readonly hasSecret: boolean;
  /** What cannot be changed any more is not asked for. */
  readonly isKept?: boolean;
};

export function ConnectionFields({ fields, address, hasSecret, isKept = false }: Props) {
  const { preset, key } = fields.values;
  if (preset === '') return null;
  const { ownIssuer, signedSecret, kind } = presets[preset];
  const kept = hasSecret ? { placeholder: say.kept } : {};
  return (
    <div className={classes.step}>
      {!isKept && <TextInput label={say.key} description={say.keySays} withAsterisk {...plain} {...fields.text('key')} />}
      <div>
        <span>{say.redirect}</span>
        <div className={classes.address}>
          <code>{`${address}/sign-in/from/${key}`}</code>
          <Copy text={`${address}/sign-in/from/${key}`} />
        </div>
        <p className={classes.says}>{say.redirectSays}</p>
      </div>
      <div className={classes.two}>
        {ownIssuer && (
          <div className={classes.wide}>
            <TextInput label={say.issuer} description={say.issuerSays} withAsterisk disabled={isKept} {...plain} {...fields.text('issuer')} />
          </div>
        )}
        <TextInput label={say.clientId} withAsterisk {...plain} {...fields.text('clientId')} />
        {signedSecret ? (
          <div className={classes.wide}>
            <Textarea
              label={say.appleKey}
              description={say.appleKeySays}
              autosize
              minRows={3}
              maxRows={8}
              classNames={{ input: classes.pem ?? '' }}
              {...plain}
              {...kept}
              {...fields.text('secret')}
            />
          </div>
        ) : (
          <PasswordInput
            label={say.secret}
            description={say.secretSays}
            inputWrapperOrder={below}
            autoComplete="new-password"
            {...kept}
            {...fields.text('secret')}
          />
        )}
        {signedSecret && <TextInput label={say.teamId} withAsterisk {...plain} {...fields.text('teamId')} />}
        {signedSecret && <TextInput label={say.keyId} withAsterisk {...plain} {...fields.text('keyId')} />}
        <TextInput label={say.scopes} {...plain} {...fields.text('scopes')} />
        {kind === 'open-id' && ownIssuer && (
          <div className={classes.wide}>
            <Textarea
              label={say.authorities}
              description={say.authoritiesSays}
              autosize
              minRows={2}
              maxRows={8}
              classNames={{ input: classes.pem ?? '' }}
              {...plain}
              {...fields.text('authorities')}
            />
          </div>
        )}
      </div>
    </div>
  );
}
