// Changes an application: its name, description, home, and whether it is on; and what signing in to it looks like.
import { action } from '#action.ts';
import { prepareApplicationName } from '#names/name.ts';
import { needsWhole } from '#permissions/needs-whole.ts';
import { refuseTaken } from './add-application.ts';
import { checkedAddress, lookIn, shownApplication } from './application.ts';
import { dressApplication as dressing, editApplication as editing } from './contract.ts';
import { foundApplication, putApplication, refuseBuiltIn } from './found.ts';
import { checkLook } from './look.ts';

export const editApplication = action(editing, async (call, { id, version, name: typed, description, homeUrl, enabled }) => {
  needsWhole(call);
  return call.change(async (doing) => {
    const row = await foundApplication(doing.tx, { id, version });
    refuseBuiltIn(row);
    const { name, key } = typed === undefined ? { name: row.name, key: row.name_key } : prepareApplicationName(typed);
    if (key !== row.name_key) await refuseTaken(doing, { name, key });
    const set = {
      name,
      name_key: key,
      ...(description === undefined ? {} : { description: description.trim() }),
      ...(homeUrl === undefined ? {} : { home_url: checkedAddress(homeUrl) }),
      ...(enabled === undefined ? {} : { enabled: enabled ? 1 : 0 }),
    };
    return shownApplication(await putApplication(doing, row, set));
  });
});

export const dressApplication = action(dressing, async (call, { id, version, ...said }) => {
  needsWhole(call);
  return call.change(async (doing) => {
    const row = await foundApplication(doing.tx, { id, version });
    const before = lookIn(row.look);
    // What is absent stays: also what is given as undefined.
    const after = { ...before, ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) };
    await checkLook(doing.tx, after);
    // Nothing of its own is as it was from the start.
    const kept = JSON.stringify(Object.fromEntries(Object.entries(after).filter(([, value]) => value !== '')));
    return shownApplication(await putApplication(doing, row, { look: kept }));
  });
});
