// Shows and changes what users may do about their own accounts.
import { action } from '#action.ts';
import { changeSettings } from '#settings/change.ts';
import { requestRuleOperations, requestSection } from './contract.ts';

export const showRequestRule = action(requestRuleOperations.show, async ({ world }) => ({
  version: world.settings.versionOf(requestSection),
  settings: world.settings.of(requestSection),
}));
export const changeRequestRule = action(requestRuleOperations.change, (call, { version, ...set }) =>
  call.change((doing) => changeSettings(doing, requestSection, { version, set })),
);
