// Shows and changes what links in mails may do, and how long they last.
import { action, type Call } from '#action.ts';
import { needsWhole } from '#permissions/needs-whole.ts';
import { changeSettings } from '#settings/change.ts';
import { linkSection, changeMailLinks as operation, showMailLinks as showing } from './contract.ts';

export const showLinks = action(showing, async (call) => shown(call));

export const changeLinks = action(operation, async (call, { version, ...set }) => {
  needsWhole(call);
  await call.change((doing) => changeSettings(doing, linkSection, { version, set }));
  return shown(call);
});

function shown(call: Call) {
  needsWhole(call);
  return { version: call.world.settings.versionOf(linkSection), settings: call.world.settings.of(linkSection) };
}
