// The rules for passwords, as actions: shown and set by whoever sets up how people sign in.
// Read by #actions.ts. Knows how rules are set, not how a password is judged.
import { type Action, action } from '#action.ts';
import { Refusal } from '#errors.ts';
import { say } from '#sentences/sentence.ts';
import { changeSettings } from '#settings/change.ts';
import { bannedMin, canBeBanned } from './policy.ts';
import { storesById } from './queries.ts';
import { type PasswordRules, passwordRules, passwordRulesOperations } from './rule-contract.ts';

export const passwordActions: readonly Action[] = [
  action(passwordRulesOperations.show, async ({ world }) => ({ version: world.settings.versionOf(passwordRules), settings: world.settings.of(passwordRules) })),
  action(passwordRulesOperations.change, (call, { version, ...set }) =>
    call.change((doing) =>
      changeSettings(doing, passwordRules, { version, set }, async ({ everybody, stores, roles }) => {
        checkBanned({ everybody, stores, roles });
        const known = new Set(await storesById(doing.tx));
        for (const { store } of stores) if (!known.has(store)) throw new Refusal('store.missing', { domain: store });
        for (const { role } of roles) if (!doing.model.roleById.has(role)) throw new Refusal('role.missing');
      }),
    ),
  ),
];

function checkBanned({ everybody, stores, roles }: Pick<PasswordRules, 'everybody' | 'stores' | 'roles'>): void {
  const rules = [
    { at: 'everybody', ...everybody },
    ...stores.map((rule, nth) => ({ at: `stores.${nth}`, ...rule })),
    ...roles.map((rule, nth) => ({ at: `roles.${nth}`, ...rule })),
  ];
  const faults = rules.flatMap(({ at, bannedWords }) =>
    bannedWords.flatMap((word, nth) =>
      canBeBanned(word) ? [] : [{ field: `${at}.bannedWords.${nth}`, says: say('password.banned-short', { word, min: bannedMin }) }],
    ),
  );
  if (faults.length > 0) throw new Refusal('input.invalid', {}, faults);
}
