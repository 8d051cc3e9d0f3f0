// Says what must be shown to get into an application. Whoever asks for a factor at the doors of the consoles has such a one himself: else he would be the first
// whom it shuts out.
// My account asks for nothing of its own: it is where factors are added, and where a lost one is replaced.
import { action, type Doing } from '#action.ts';
import { Refusal } from '#errors.ts';
import { hasPasskeys } from '#factors/passkeys.ts';
import { factorsOf } from '#factors/queries.ts';
import { needsWhole } from '#permissions/needs-whole.ts';
import type { Requirement } from '#proof/requirement-contract.ts';
import { shownApplication } from './application.ts';
import { requireForApplication } from './contract.ts';
import { foundApplication, putApplication } from './found.ts';

export const requireFactor = action(requireForApplication, async (call, { id, version, ...said }) => {
  needsWhole(call);
  return call.change(async (doing) => {
    const row = await foundApplication(doing.tx, { id, version });
    if (row.built_in === 'account') throw new Refusal('application.account-open', { name: row.name });
    const { factor = row.factor, minutes = row.minutes } = said;
    const asked = { factor, minutes } as Requirement;
    if (asked.factor === 'passkey' && !hasPasskeys(call.world.config)) throw new Refusal('passkey.nowhere');
    if (row.built_in !== '' && asked.factor !== row.factor) await refuseWithout(doing, asked);
    return shownApplication(await putApplication(doing, row, asked));
  });
});

/** The host has none, and is asked for none. */
async function refuseWithout({ tx, actor }: Doing, { factor }: Requirement): Promise<void> {
  if (factor === 'none' || actor.kind !== 'user') return;
  const own = (await factorsOf(tx, actor.no)).filter(({ kind, suspended_at }) => suspended_at === 0 && (factor === 'any' || kind === 'passkey'));
  if (own.length === 0) throw new Refusal('application.lacking-yourself', { factor });
}
