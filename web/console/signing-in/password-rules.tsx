// Configure › Signing In › Passwords: the rule for everybody, and those that are stricter for a store or a role.
import { Button, Menu } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { OutputOf } from '#contract.ts';
import { type PasswordRules, passwordRulesOperations } from '#passwords/rule-contract.ts';
import { listRoles } from '#roles/contract.ts';
import { listStores } from '#stores/list-contract.ts';
import { useAsk, useChange } from '../../shared/call/ask.ts';
import { useUndo } from '../../shared/call/undo.ts';
import { useUnsaved } from '../../shared/call/unsaved.tsx';
import { useFields } from '../../shared/form/fields.ts';
import { Failed, Waiting } from '../../shared/frame/states.tsx';
import { told, toldTrouble } from '../../shared/show/toast.tsx';
import { frame } from '../../shared/strings/frame.ts';
import { passwordRules as say } from '../../shared/strings/password-rules.ts';
import classes from '../console.module.css';
import { SaveBar, useFollowing } from '../save-bar.tsx';
import { mildRule, PasswordRuleFields, ruleFault } from './password-rule-fields.tsx';
import { isWarnDays, PasswordWarnings } from './password-warnings.tsx';

const { show, change } = passwordRulesOperations;
const rolesNamedMax = 200;

export function PasswordRulesTab() {
  const asked = useAsk(show, {});
  return (
    <>
      <p>{say.says}</p>
      {asked.data && <RulesForm asked={asked.data} />}
      {asked.isPending && <Waiting />}
      {asked.error && !asked.data && <Failed thrown={asked.error} again={() => void asked.refetch()} />}
    </>
  );
}

/** Lines that are empty while somebody types. */
const wordsOf = <R extends { readonly bannedWords: readonly string[] }>(rule: R): R => ({
  ...rule,
  bannedWords: rule.bannedWords.map((word) => word.trim()).filter((word) => word !== ''),
});
const withoutBlanks = ({ everybody, stores, roles, ...warnings }: PasswordRules): PasswordRules => ({
  ...warnings,
  everybody: wordsOf(everybody),
  stores: stores.map(wordsOf),
  roles: roles.map(wordsOf),
});

type Named = { readonly id: string; readonly name: string };

/** Stores and roles that a rule may be for. */
function useTargets(): { readonly stores: readonly Named[]; readonly roles: readonly Named[] } {
  const stores = useAsk(listStores, {}, { staleMs: 60_000 });
  const roles = useAsk(listRoles, { limit: rolesNamedMax }, { staleMs: 60_000 });
  return {
    stores: (stores.data?.items ?? []).map(({ id, domain }) => ({ id, name: domain })),
    roles: (roles.data?.items ?? []).map(({ id, name }) => ({ id, name })),
  };
}

const judge = ({ everybody, stores, roles, warnDays }: PasswordRules) =>
  [everybody, ...stores, ...roles].some((rule) => ruleFault(rule)) || !isWarnDays(warnDays) ? { everybody: frame.save } : {};
const nameIn = (all: readonly Named[], id: string) => all.find((one) => one.id === id)?.name ?? id;

function RulesForm({ asked: { version, settings } }: { readonly asked: OutputOf<typeof show> }) {
  const fields = useFields<PasswordRules>(settings, judge);
  const save = useChange(change);
  const undo = useUndo();
  const targets = useTargets();
  useUnsaved(fields.typed, save.isPending);
  useFollowing(fields, { version: version, saved: settings });
  const { everybody, stores, roles } = fields.values;
  const submit = () => {
    if (!fields.valid) return;
    const saved = (done: OutputOf<typeof change>) => {
      fields.begin(done.settings);
      told(say.saved, undo(done));
    };
    save.mutate({ ...(version > 0 ? { version } : {}), ...withoutBlanks(fields.values) }, { onSuccess: saved, onError: toldTrouble });
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <PasswordRuleFields title={say.everybody} rule={everybody} onChange={(rule) => fields.set('everybody', rule)} />
      {stores.map((one) => (
        <PasswordRuleFields
          key={one.store}
          title={say.ofStore(nameIn(targets.stores, one.store))}
          rule={one}
          onChange={(rule) =>
            fields.set(
              'stores',
              stores.map((each) => (each === one ? { ...rule, store: one.store } : each)),
            )
          }
          onRemove={() =>
            fields.set(
              'stores',
              stores.filter((each) => each !== one),
            )
          }
        />
      ))}
      {roles.map((one) => (
        <PasswordRuleFields
          key={one.role}
          title={say.ofRole(nameIn(targets.roles, one.role))}
          rule={one}
          onChange={(rule) =>
            fields.set(
              'roles',
              roles.map((each) => (each === one ? { ...rule, role: one.role } : each)),
            )
          }
          onRemove={() =>
            fields.set(
              'roles',
              roles.filter((each) => each !== one),
            )
          }
        />
      ))}
      <PasswordWarnings rules={fields.values} set={fields.set} />
      <div className={classes.ruleAdds}>
        <AddRule
          says={say.addStore}
          all={targets.stores.filter(({ id }) => !stores.some(({ store }) => store === id))}
          onAdd={(store) => fields.set('stores', [...stores, { store, ...mildRule }])}
        />
        <AddRule
          says={say.addRole}
          all={targets.roles.filter(({ id }) => !roles.some(({ role }) => role === id))}
          onAdd={(role) => fields.set('roles', [...roles, { role, ...mildRule }])}
        />
      </div>
      <SaveBar fields={fields} saved={settings} needs={change.needs} busy={save.isPending} />
    </form>
  );
}

type Adding = { readonly says: string; readonly all: readonly Named[]; readonly onAdd: (id: string) => void };

function AddRule({ says, all, onAdd }: Adding) {
  return (
    <Menu position="bottom-start" width={240}>
      <Menu.Target>
        <Button variant="default" size="compact-sm" leftSection={<IconPlus size={14} />} disabled={all.length === 0}>
          {says}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={280} style={{ overflowY: 'auto' }}>
        {all.map(({ id, name }) => (
          <Menu.Item key={id} onClick={() => onAdd(id)}>
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
