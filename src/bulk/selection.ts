// Whom a selection means: ids, all that match a filter within the caller's reach, or a pasted list, of which what is nobody's or several users' is told by its line.
// Called by rehearse.ts. Who may be seen is asked of every single one later, so that nobody learns a name here.

import type { Call } from '#action.ts';
import { Refusal } from '#errors.ts';
import { nameKeyOf } from '#names/name.ts';
import { say } from '#sentences/sentence.ts';

import { type ListInput, type ListPage, listInput, listProgram } from '#users/list-program.ts';
import { mailKeyOf } from '#users/user.ts';
import { type Selection, selectedMax } from './contract.ts';
import { type Named, namesIn } from './names.ts';
import { type Candidate, usersNamed, usersWithMail } from './queries.ts';

/** `said` = what was pasted, and where; null for ids and filters. `ids` has several where a name is several users'. */
export type Selected = { readonly ids: readonly string[]; readonly said: Named | null };

const pageSize = 200;
const tooMany = () => new Refusal('selection.too-many', { max: selectedMax });

export async function selected(call: Call, { ids, filter, names }: Selection): Promise<readonly Selected[]> {
  if ([ids, filter, names].filter((one) => one !== undefined).length !== 1)
    throw new Refusal('input.invalid', {}, [{ field: 'select', says: say('selection.one') }]);
  const all = ids ? byIds(ids) : filter ? await byFilter(call, filter) : await byNames(call, namesIn(names ?? ''));
  if (all.length === 0) throw new Refusal('selection.empty');
  if (all.length > selectedMax) throw tooMany();
  return all;
}

const byIds = (ids: readonly string[]): readonly Selected[] => [...new Set(ids)].map((id) => ({ ids: [id], said: null }));

async function byFilter({ world: { db }, reach, now }: Call, filter: NonNullable<Selection['filter']>): Promise<readonly Selected[]> {
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const asked = { ...filter, limit: pageSize, ...(cursor === undefined ? {} : { cursor }) };
    const page: ListPage = await db.lists.run<ListInput, ListPage>(listProgram, listInput({ kind: db.kind, asked, reach, now }));
    found.push(...page.items.map(({ id }) => id));
    cursor = page.next;
    if (found.length > selectedMax) throw tooMany();
  } while (cursor !== undefined);
  return byIds(found);
}

async function byNames({ world }: Call, named: readonly Named[]): Promise<readonly Selected[]> {
  if (named.length > selectedMax) throw tooMany();
  const asked = named.map((one) => ({ ...one, ...partsOf(one.text) }));
  const byName = await usersNamed(
    world.db.read,
    asked.map(({ key }) => key),
  );
  const byMail = await usersWithMail(
    world.db.read,
    asked.flatMap(({ mailKey }) => mailKey ?? []),
  );
  return asked.map(({ line, text, domain, key, mailKey }) => {
    const meant = [...inDomain(byName.get(key) ?? [], domain), ...(mailKey === null ? [] : (byMail.get(mailKey) ?? []))];
    return { ids: [...new Set(meant.map(({ id }) => id))], said: { line, text } };
  });
}

/** `DOMAIN/name`, or a bare name, or a mail address, which may be a name as well. */
function partsOf(text: string) {
  const slash = text.indexOf('/');
  const [domain, name] = slash < 0 ? [null, text] : [nameKeyOf(text.slice(0, slash)), text.slice(slash + 1)];
  return { domain, key: nameKeyOf(name), mailKey: slash < 0 && text.includes('@') ? mailKeyOf(text) : null };
}

/** A bare name is PRIMARY's first; elsewhere it may be several users'. */
function inDomain(found: readonly Candidate[], domain: string | null): readonly Candidate[] {
  if (domain !== null) return found.filter(({ domainKey }) => nameKeyOf(domainKey) === domain);
  const primary = found.filter((one) => one.primary);
  return primary.length > 0 ? primary : found;
}
