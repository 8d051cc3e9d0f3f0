// Rehearses other permissions of a role: what it would open and close, and who of its holders would really gain or lose by it.
// Called through actions.ts. Whether the actor may save it, editRole says when he does.
import { setImmediate as others } from 'node:timers/promises';
import { action, type Call } from '#action.ts';
import { candidates } from '#asking/queries.ts';
import { Refusal } from '#errors.ts';
import { downward, effectsOf, type Model, type Role } from '#permissions/model.ts';
import { entriesGiven } from '#roles/edit-role.ts';
import { withRole } from '#roles/role.ts';
import { lookedMax, rehearseRole as operation } from './contract.ts';
import { uppermost } from './difference.ts';
import { Tally } from './tally.ts';

/** SQLite answers at once: without a pause, a long look would keep everybody else waiting. */
const lookedAtOnce = 50;

export const rehearseRole = action(operation, async (call, { id, entries }) => {
  const { model } = call.world.authorizer;
  const before = model.roleById.get(id);
  if (!before) throw new Refusal('role.missing');
  const after: Role = { ...before, entries: entriesGiven({ model }, entries) };
  const changed = withRole(model, after);
  const [was, is] = [effectsOf(model, before), effectsOf(changed, after)];
  const tally = new Tally(model, { model: changed, subject: (subject) => subject }, call.now);
  const complete = await lookAt(call, tally, holdersOf(model, before));
  return {
    opens: pathsIn(model, is, was),
    closes: pathsIn(model, was, is),
    ...tally.told(complete),
  };
});

const pathsIn = ({ nodes }: Model, mine: Uint8Array, others: Uint8Array): string[] =>
  uppermost(
    nodes,
    mine.map((byte, index) => (byte === 1 && others[index] !== 1 ? 1 : 0)),
  ).map(({ path }) => path);

function holdersOf(model: Model, { no, builtIn }: Role) {
  const holding = [...model.grantsOfGroup].filter(([, grants]) => grants.some(({ roleNo }) => roleNo === no)).map(([group]) => group);
  return { roles: [no], groups: [...new Set(holding.flatMap((group) => downward(model, group)))], everybody: builtIn === 'everyone' };
}

/** Whether all of them were looked at. */
async function lookAt({ world }: Call, tally: Tally, holders: ReturnType<typeof holdersOf>): Promise<boolean> {
  const found = await candidates(world.db.read, { ...holders, after: 0, limit: lookedMax + 1 });
  for (const [place, { id }] of found.slice(0, lookedMax).entries()) {
    if (place % lookedAtOnce === lookedAtOnce - 1) await others();
    const subject = await world.authorizer.subject(id);
    if (subject && subject.facts.deletedAt === 0) tally.add(subject);
  }
  return found.length <= lookedMax;
}
