// The rules for passwords, as actions: shown and set by whoever sets up how people sign in.
// Read by #actions.ts. Knows how rules are set, not how a password is judged.
import { type Action, action } from '#action.ts';
import { Refusal } from '#errors.ts';
import { changeSettings } from '#settings/change.ts';
import { storesById } from './queries.ts';
import { passwordRules, passwordRulesOperations } from './rule-contract.ts';

export const passwordActions: readonly Action[] = [
  action(passwordRulesOperations.show, async ({ world }) => ({ version: world.settings.versionOf(passwordRules), settings: world.settings.of(passwordRules) })),
  action(passwordRulesOperations.change, (call, { version, ...set }) =>
    call.change((doing) =>
      changeSettings(doing, passwordRules, { version, set }, async ({ stores, roles }) => {
        const known = new Set(await storesById(doing.tx));
        for (const { store } of stores) if (!known.has(store)) throw new Refusal('store.missing', { domain: store });
        for (const { role } of roles) if (!doing.model.roleById.has(role)) throw new Refusal('role.missing');
      }),
    ),
  ),
];
