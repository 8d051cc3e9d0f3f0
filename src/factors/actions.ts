// The rule for second factors, as actions: shown and changed by whoever sets up how people sign in.
// Read by #actions.ts. Second factors themselves are added in authentication/, and taken away by others in users/.
import { type Action, action } from '#action.ts';
import { Refusal } from '#errors.ts';
import { changeSettings } from '#settings/change.ts';
import { storeById } from '#stores/queries.ts';
import { signInRule, signInRuleOperations } from './contract.ts';
import { checkNetworks } from './demand.ts';
import { shortenTrust } from './queries.ts';

const dayMilliseconds = 86_400_000;

export const factorActions: readonly Action[] = [
  action(signInRuleOperations.show, async ({ world }) => ({ version: world.settings.versionOf(signInRule), settings: world.settings.of(signInRule) })),
  action(signInRuleOperations.change, (call, { version, ...set }) =>
    call.change((doing) =>
      changeSettings(doing, signInRule, { version, set }, async ({ requiredRoles, requiredStores, trustedNetworks, rememberDays }) => {
        checkNetworks(trustedNetworks);
        for (const role of requiredRoles) if (!doing.model.roleById.has(role)) throw new Refusal('role.missing');
        for (const store of requiredStores) if (!(await storeById(doing.tx, store))) throw new Refusal('store.missing', { domain: store });
        // What was promised under another rule lasts no longer than this one says.
        if (rememberDays > 0) await shortenTrust(doing.tx, doing.now + rememberDays * dayMilliseconds);
      }),
    ),
  ),
];
