// What the asker would be refused to do with one user, role or group: screens show it beforehand, disabled and with the reason.
// Asks admission about each operation, so that it can never say something else than the operation itself. Of the bodies' own rules it knows the last administrator, and what a user's store speaks against.
import { action, type Call, remembered } from '#action.ts';
import type { Actor } from '#actor.ts';
import { admitActor, admitTarget, type Source } from '#admission.ts';
import type { AnyOperation } from '#contract.ts';
import { Refusal } from '#errors.ts';
import { refusals as operation } from '#permissions/contract.ts';
import { administratorsNow } from '#permissions/queries.ts';
import type { World } from '#world.ts';
import { refusedByStore } from './refused-by-store.ts';

type Found = { readonly operation: AnyOperation; readonly refusal: Refusal | null };
/** Told only of somebody who was found. */
const aboutTarget: ReadonlySet<string> = new Set(['self.refused', 'target.holds-more']);
const missing = { user: 'user.missing', role: 'role.missing', group: 'group.missing' } as const;

/** `operations` = all there are. */
export const refusalsAction = (operations: () => readonly AnyOperation[]) =>
  action(operation, async ({ world, actor, now, speak }, { kind, id }) => {
    const source = remembered(world, now);
    const asked = operations().filter(({ target }) => target?.kind === kind);
    const found = await Promise.all(asked.map(async (each) => ({ operation: each, refusal: await refusalOf(source, actor, each, id) })));
    // Out of reach for everything is as if it were not there.
    if (!found.some(({ refusal }) => refusal === null || aboutTarget.has(refusal.code))) throw new Refusal(missing[kind]);
    const last = kind === 'user' && (await isLastAdministrator(world, { id, now }));
    const byStore = kind === 'user' ? await refusedByStore(world.db.read, id) : new Map<string, Refusal>();
    return {
      items: found
        .map((each) => (last && each.refusal === null && endsHim(each) ? { ...each, refusal: new Refusal('admin.last') } : each))
        .map((each) => ({ ...each, refusal: each.refusal ?? byStore.get(each.operation.name) ?? null }))
        .flatMap((each) => shown(speak, each)),
    };
  });

async function refusalOf(source: Source, actor: Actor, asked: AnyOperation, id: string): Promise<Refusal | null> {
  try {
    const admission = await admitActor(source, actor, asked);
    await admitTarget(source, admission, { actor, operation: asked, input: { [asked.target?.field ?? 'id']: id } });
    return null;
  } catch (thrown) {
    if (thrown instanceof Refusal) return thrown;
    throw thrown;
  }
}

async function isLastAdministrator({ db }: World, { id, now }: { readonly id: string; readonly now: number }): Promise<boolean> {
  const administrators = new Set((await administratorsNow(db.read, now)).map((one) => one.id));
  return administrators.size === 1 && administrators.has(id);
}

/** Whether it is carried out on him as a whole and could leave nobody who administers. */
const endsHim = ({ operation: { target, refusals = [] } }: Found): boolean => target?.acts === true && refusals.includes('admin.last');

function shown(speak: Call['speak'], { operation: { name }, refusal }: Found) {
  if (!refusal) return [];
  const { permission } = refusal.facts;
  return [{ operation: name, code: refusal.code, says: speak(refusal.sentence), ...(permission === undefined ? {} : { permission: String(permission) }) }];
}
