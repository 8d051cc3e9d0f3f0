// What is found becomes rows of a plan: may this actor say who they are, and what must whoever reads it know? The action asks the same again.
// Called by rehearse.ts, a part at a time. Who holds administrative permissions is found by a look at all of a part; only they are then judged one by one.

import type { Actor } from '#actor.ts';
import { type Admission, admitTarget, type Source } from '#admission.ts';
import { Refusal } from '#errors.ts';
import type { Mark } from '#jobs/contract.ts';
import type { Judged } from '#jobs/plan.ts';
import { effectsOf, type Model, upward } from '#permissions/model.ts';
import { type Sentence, say } from '#sentences/sentence.ts';
import type { EntryKind } from '#user-store.ts';
import { relinkGroup, relinkUser } from '../contract.ts';
import type { Found, Lost, Match, Strange } from './match.ts';
import { holdingsOf } from './queries.ts';

export type Judging = {
  readonly source: Source;
  readonly actor: Actor;
  readonly admission: Admission;
  readonly powerful: Powerful;
  readonly domain: string;
  readonly by: Mark;
};

/** Groups and roles that hold an administrative node, whoever is in them. */
type Powerful = { readonly roles: ReadonlySet<number>; readonly groups: ReadonlySet<number> };

export function powerfulOf(model: Model): Powerful {
  const administers = (roleNo: number) => {
    const role = model.roles.get(roleNo);
    return role !== undefined && model.nodes.some((node) => node.administrative && effectsOf(model, role)[node.index] === 1);
  };
  const roles = new Set([...model.roles.keys()].filter(administers));
  const holds = (group: number) => (model.grantsOfGroup.get(group) ?? []).some(({ roleNo }) => roles.has(roleNo));
  return { roles, groups: new Set([...model.groups.keys()].filter((group) => upward(model, group).some(holds))) };
}

/** Row keys of those among them who hold one. */
export async function administering({ source, powerful }: Judging, { kind, nos }: { readonly kind: EntryKind; readonly nos: readonly number[] }) {
  if (kind === 'group') return new Set(nos.filter((no) => powerful.groups.has(no)));
  const { roles, groups } = await holdingsOf(source.db, nos);
  const [byRole, byGroup] = [roles.filter(({ role_no }) => powerful.roles.has(role_no)), groups.filter(({ group_no }) => powerful.groups.has(group_no))];
  return new Set([...byRole, ...byGroup].map(({ user_no }) => user_no));
}

export async function judge(judging: Judging, kind: EntryKind, found: Found, isPowerful: boolean): Promise<Judged> {
  if (found.is === 'new') return { ...nobody, object_kind: kind, name: found.entry.name, ...strange(kind, judging.by, found) };
  const { row } = found;
  const head = { ...nobody, object_kind: kind, object_id: row.id, name: `${judging.domain}/${row.name}`, shown_name: row.shown_name, version: row.version };
  if (found.is === 'lost') return { ...head, verdict: 'skip', ...lost(kind, judging.by, found) };
  try {
    const isOwn = judging.actor.kind === 'user' && judging.actor.id === row.id;
    if (isPowerful || isOwn) await admitted(judging, kind, row.id);
    return { ...head, verdict: 'change', says: matchSays(found, isPowerful), seen: found.entry.key };
  } catch (fault) {
    if (!(fault instanceof Refusal)) throw fault;
    return { ...head, verdict: 'skip', code: fault.code, says: fault.sentence };
  }
}

const nobody: Judged = { object_id: '', name: '', shown_name: '', version: 0, entry: 0, verdict: 'unknown', code: '', says: '', seen: '' };

async function admitted({ source, actor, admission }: Judging, kind: EntryKind, id: string): Promise<void> {
  await admitTarget(source, admission, { actor, operation: kind === 'user' ? relinkUser : relinkGroup, input: { id } });
}

function matchSays({ row, entry, newcomer }: Match, isPowerful: boolean): Sentence {
  const all = [
    say('relink.becomes', { address: entry.address }),
    ...(row.name === entry.name ? [] : [say('relink.renamed', { name: entry.name })]),
    ...(newcomer === '' ? [] : [say('relink.newcomer', { name: newcomer })]),
    ...(row.deleted_at === 0 ? [] : [say(row.deleted_at === row.gone_at ? 'relink.back' : 'relink.stays-deleted')]),
    ...(isPowerful ? [say('relink.powerful')] : []),
  ];
  return say('several', { all });
}

type Told = Pick<Judged, 'code' | 'says'>;

function lost(kind: EntryKind, by: Mark, { why }: Lost): Told {
  const mark = markOf(kind, by);
  const says: Readonly<Record<Lost['why'], Sentence>> = {
    'no-mark': say('relink.lost-markless'),
    'several-entries': say('relink.several-entries', { mark }),
    'several-rows': say('relink.lost-several-rows'),
    taken: say('relink.lost-taken', { mark }),
    nobody: say(kind === 'user' ? 'relink.lost-user' : 'relink.lost-group', { mark }),
  };
  return { code: `relink.${why}`, says: says[why] };
}

function strange(kind: EntryKind, by: Mark, { why, entry }: Strange): Told {
  const mark = markOf(kind, by);
  const says: Readonly<Record<Strange['why'], Sentence>> = {
    'no-mark': say('relink.new-markless'),
    'several-entries': say('relink.several-entries', { mark }),
    'several-rows': say('relink.new-several-rows'),
    taken: say('relink.new-taken', { mark }),
    nobody: say('relink.new-nobody', { mark }),
  };
  return { code: `relink.${why}`, says: say('relink.of-entry', { address: entry.address, what: says[why] }) };
}

/** Groups are known by their names alone. */
const markOf = (kind: EntryKind, by: Mark): Sentence => say(`mark.${kind === 'group' ? 'name' : by}`);
