// Which of his roles an act takes from a user. What he loses by that, permissions/losses.ts adds up.
// Called by rehearse.ts for everybody who would be changed. Pure.
import type { ActShown } from '#jobs/contract.ts';
import { counts, heldBy, type Subject } from '#permissions/decide.ts';
import type { Change } from '#permissions/losses.ts';
import type { Model, Role } from '#permissions/model.ts';

export type Losing = { readonly model: Model; readonly now: number; readonly act: ActShown; readonly role: Role | null };

const stops: readonly ActShown['do'][] = ['lock', 'disable', 'delete'];
export const isStopping = ({ do: deed }: ActShown): boolean => stops.includes(deed);

/** Who is stopped loses all that he was given, if he could use it (`isActive`); what everybody holds is not counted. */
export function changeOf({ model, now, act, role }: Losing, subject: Subject, isActive: boolean): Change {
  const held = heldBy(model, subject).filter(({ grant }) => counts(grant, now));
  if (isStopping(act)) return { held, lost: isActive ? held.filter(({ grant }) => grant !== null) : [] };
  const lost = act.do === 'take-role' ? held.filter((one) => one.role.no === role?.no && one.grant !== null && one.through.length === 0) : [];
  return { held, lost };
}
