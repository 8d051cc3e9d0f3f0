// User stores that others own: one that does not answer, or whose reading has stopped, as any node has noted it. Asks none: `reeve store check` does.

import type { Db } from '#db/tables.ts';
import { asKept, inEnglish } from '#sentences/sentence.ts';
import { allStores, statesOf } from '#stores/queries.ts';
import { momentText } from '../moments.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

export async function checkStores(db: Db): Promise<readonly Finding[]> {
  const states = new Map((await statesOf(db)).map((state) => [state.store_no, state]));
  const used = (await allStores(db)).filter(({ kind, enabled }) => kind !== 'primary' && enabled === 1);
  return used.map(({ no, domain }) => {
    const state = states.get(no);
    const what = `store ${domain}`;
    if (state && state.failing_since > 0)
      return fail(what, `has not answered since ${momentText(state.failing_since)}: ${inEnglish(asKept(state.fault))}`, `reeve store check ${domain}`);
    if (state?.state === 'braked')
      return warn(what, inEnglish(asKept(state.says)), `reeve store show ${domain}; then reeve store synchronise ${domain} --vanishing N, if that is right`);
    if (state?.state === 'failed') return warn(what, `reading failed: ${inEnglish(asKept(state.says))}`, `reeve store check ${domain}`);
    return ok(what, `read ${momentText(state?.finished_at ?? 0, 'not yet')}`);
  });
}
