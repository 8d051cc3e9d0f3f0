// One's own profile: what the schema lets everybody see of himself, and change. The same change as an administrator's, by somebody who may change less.
// Called through actions.ts. For somebody of another store it is written there first, as ever.
import { action, type Call } from '#action.ts';
import { type Definition, titleOf } from '#attributes/definition.ts';
import type { InputOf, OutputOf } from '#contract.ts';
import { Refusal } from '#errors.ts';
import type { User } from './contract.ts';
import { type MyField, myProfile as showing, type updateMyProfile } from './my-contract.ts';
import { findUser } from './queries.ts';
import { shownUser } from './shown-user.ts';
import { update } from './update-user.ts';

/** Who asks; a token that was narrowed was made for less than this. */
export function whoIs({ subject, actor }: Call): { readonly id: string; readonly no: number } {
  if (!subject) throw new Refusal('auth.required');
  if (actor.kind === 'user' && actor.narrowed !== null) throw new Refusal('token.narrowed', { permission: '/permission' });
  return subject;
}

export const myProfile = action(showing, async (call) => {
  const { read } = call.world.db;
  const row = await findUser(read, whoIs(call).id);
  if (!row) throw new Refusal('auth.required');
  return shown(call, shownUser(row, call.now));
});

type Asked = Omit<InputOf<typeof updateMyProfile>, 'current'>;

/** Who he is was proved by the caller, where that is needed. */
export async function updateOwn(call: Call, { version, values }: Asked): Promise<OutputOf<typeof showing>> {
  const definitions = call.world.authorizer.model.attributes;
  const fields: Record<string, string> = {};
  const attributes: Record<string, string | string[]> = {};
  for (const [name, given] of Object.entries(values)) {
    // What he may not see is not there for him: no value of it can be guessed.
    if (!isSeen(definitions.get(name))) throw new Refusal('attribute.missing', {}, [{ field: `values.${name}` }]);
    if (definitions.get(name)?.builtIn) fields[name] = given[0] ?? '';
    else attributes[name] = given;
  }
  return shown(call, await update(call, { id: whoIs(call).id, ...(version === undefined ? {} : { version }), ...fields, attributes, by: 'self' }));
}

const isSeen = (definition: Definition | undefined): boolean => definition?.see === 'user';

function shown({ world }: Call, user: User): OutputOf<typeof showing> {
  const definitions = [...world.authorizer.model.attributes.values()].filter((one) => isSeen(one) && (one.kinds.length === 0 || one.kinds.includes(user.kind)));
  const fields = definitions.sort((one, other) => one.position - other.position || one.no - other.no).map((one) => fieldOf(one, user));
  return { version: user.version, fields };
}

const fieldOf = (definition: Definition, user: User): MyField => ({
  name: definition.name,
  title: titleOf(definition),
  help: definition.help,
  type: definition.type,
  choices: [...definition.choices],
  valuesMax: definition.builtIn ? 1 : definition.valuesMax,
  required: definition.required,
  mayChange: definition.change === 'user',
  values: valuesOf(definition, user),
});

function valuesOf({ name, builtIn }: Definition, user: User): string[] {
  const value = builtIn ? Reflect.get(user, name) : Object.hasOwn(user.attributes, name) ? user.attributes[name] : '';
  return [value].flat().filter((one): one is string => typeof one === 'string' && one !== '');
}
