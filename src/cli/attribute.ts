// `reeve attribute list|show|add|edit|delete`: what attributes users have. An attribute is said by its name or its id.
// Loaded by src/cli/commands.ts.

import {
  type Attribute,
  addAttribute,
  attributeTypes,
  deleteAttribute,
  editAttribute,
  listAttributes,
  type Rehearsal,
  rehearseAttribute,
  userKinds,
  whoCan,
} from '#attributes/contract.ts';
import { Refusal } from '#errors.ts';
import { didYouMean } from '#nearest.ts';
import { say } from '#sentences/sentence.ts';
import { type Command, type CommandContext, command as declare, type Flags, type FlagValues, UsageFault } from './arguments.ts';
import { type Caller, given, withCaller } from './call.ts';
import { exitCodes } from './exit-codes.ts';
import type { Column, Output } from './output.ts';

const marks = (row: Attribute) =>
  [row.builtIn && 'built in', row.required && 'required', row.unique && 'unique', row.inLists && 'in lists'].filter((word) => word).join(', ');

const columns: readonly Column<Attribute>[] = [
  { title: 'attribute', value: (row) => row.name },
  { title: 'title', value: (row) => row.displayName, shrink: true },
  { title: 'type', value: (row) => (row.valuesMax > 1 ? `${row.type}, up to ${row.valuesMax}` : row.type) },
  { title: 'rules', value: marks, shrink: true },
  { title: 'seen by', value: (row) => row.see },
  { title: 'changed by', value: (row) => row.change },
];

async function attributeOf(caller: Caller, said: string): Promise<Attribute> {
  const { items } = await caller.call(listAttributes, {});
  const found = items.find(({ id, name }) => id === said || name === said);
  if (found) return found;
  const names = items.map(({ name }) => name);
  throw new Refusal('attribute.missing', {}, [{ field: said, says: say('as-is', { says: `No attribute has this name.${didYouMean(said, names)}` }) }]);
}

function showOne({ output }: Pick<CommandContext, 'output'>, attribute: Attribute): number {
  const { name, id, type, displayName, help, choices, kinds, pattern, patternSays, example, valuesMax, see, change, position } = attribute;
  output.record(
    {
      attribute: name,
      id,
      title: displayName,
      help,
      type,
      ...(type === 'choice' ? { choices: choices.join(', ') } : {}),
      'asked of': kinds.join(', ') || 'all kinds',
      rules: marks(attribute),
      ...(pattern === '' ? {} : { pattern, 'when it does not fit': patternSays, example }),
      'values at most': valuesMax,
      'seen by': see,
      'changed by': change,
      position,
    },
    attribute,
  );
  return exitCodes.done;
}

const list = declare({
  name: 'attribute list',
  summary: 'The attributes of users, in the order of forms.',
  flags: {},
  run: (context) =>
    withCaller(context, async (caller) => {
      const answer = await caller.call(listAttributes, {});
      if (context.output.json) context.output.record({}, answer);
      else await context.output.table(columns, answer.items);
      return exitCodes.done;
    }),
});

const show = declare({
  name: 'attribute show',
  summary: 'One attribute with all its rules.',
  usage: 'ATTRIBUTE',
  flags: {},
  run: (context) => withCaller(context, async (caller) => showOne(context, await attributeOf(caller, context.operands[0] ?? ''))),
});

const ruleFlags = {
  type: { type: 'string', summary: `One of ${attributeTypes.join(', ')}.` },
  title: { type: 'string', summary: 'What forms call it.' },
  about: { type: 'string', value: 'TEXT', summary: 'One sentence beside the field.' },
  choice: { type: 'list', summary: 'A value there is, for the type choice; once for each.' },
  kind: { type: 'list', summary: `Whose forms ask for it: ${userKinds.join(', ')}; absent = all.` },
  required: { type: 'string', value: 'yes|no', summary: 'Nobody of these kinds is added without it.' },
  unique: { type: 'string', value: 'yes|no', summary: 'No two users have the same value.' },
  pattern: { type: 'string', summary: 'A regular expression that the whole value fits; needs --example.' },
  says: { type: 'string', value: 'TEXT', summary: 'What to tell somebody whose value does not fit.' },
  example: { type: 'string', summary: 'A value that fits; it is tried.' },
  values: { type: 'number', summary: 'How many values one user may have.' },
  see: { type: 'string', value: 'WHO', summary: `Who may see it: ${whoCan.join(', ')}.` },
  change: { type: 'string', value: 'WHO', summary: `Who may change it: ${whoCan.join(', ')} (set when the user is added, never afterwards).` },
  inLists: { type: 'string', value: 'yes|no', summary: 'Lists of users may show it.' },
  position: { type: 'number', summary: 'Where it stands in forms.' },
} as const satisfies Flags;

function chosen<const V extends string>(flag: string, words: readonly V[], said: string | undefined): V | undefined {
  const found = words.find((word) => word === said);
  if (said !== undefined && found === undefined) throw new UsageFault(`--${flag} takes one of ${words.join(', ')}, not ${JSON.stringify(said)}.`);
  return found;
}

const yes = (flag: string, said: string | undefined): boolean | undefined => {
  const word = chosen(flag, ['yes', 'no'], said);
  return word === undefined ? undefined : word === 'yes';
};

function rulesOf({ choice, kind, ...flags }: FlagValues<typeof ruleFlags>) {
  return given({
    type: chosen('type', attributeTypes, flags.type),
    displayName: flags.title,
    help: flags.about,
    choices: choice.length > 0 ? [...choice] : undefined,
    kinds: kind.length > 0 ? kind.flatMap((one) => chosen('kind', userKinds, one) ?? []) : undefined,
    required: yes('required', flags.required),
    unique: yes('unique', flags.unique),
    pattern: flags.pattern,
    patternSays: flags.says,
    example: flags.example,
    valuesMax: flags.values,
    see: chosen('see', whoCan, flags.see),
    change: chosen('change', whoCan, flags.change),
    inLists: yes('in-lists', flags.inLists),
    position: flags.position,
  });
}

const add = declare({
  name: 'attribute add',
  summary: 'Define an attribute.',
  usage: 'NAME',
  flags: ruleFlags,
  run: (context) =>
    withCaller(context, async (caller) => showOne(context, await caller.call(addAttribute, { name: context.operands[0] ?? '', ...rulesOf(context.flags) }))),
});

/** As the console shows it before anything is saved. Exit code 4 when it cannot be done as it is. */
async function showRehearsal(output: Output, rehearsal: Rehearsal): Promise<number> {
  if (output.json) output.record({}, rehearsal);
  for (const { says, users, first } of rehearsal.breaks) {
    output.line(says);
    for (const { domain, userName, value } of first) output.line(`  ${domain}/${userName}${value === '' ? '' : `: ${value}`}`);
    if (users > first.length && first.length > 0) output.line(`  and ${(users - first.length).toLocaleString('en')} more`);
  }
  const outcomes = {
    done: 'Nothing stands in the way.',
    asks: 'It can be carried out with --keep: what does not fit stays until somebody changes it.',
    refused: 'It is not carried out while this is so.',
  };
  output.line(outcomes[rehearsal.outcome]);
  return rehearsal.outcome === 'done' ? exitCodes.done : exitCodes.no;
}

const edit = declare({
  name: 'attribute edit',
  summary: 'Change the rules of an attribute; what is not named stays. Tried on the values there are first.',
  usage: 'ATTRIBUTE',
  flags: {
    ...ruleFlags,
    keep: { type: 'boolean', summary: 'Carry it out though some values do not fit: they stay.' },
    rehearse: { type: 'boolean', summary: 'Only say what it would break.' },
  },
  run: (context) =>
    withCaller(context, async (caller) => {
      const { id, version } = await attributeOf(caller, context.operands[0] ?? '');
      const rules = rulesOf(context.flags);
      if (Object.keys(rules).length === 0) throw new UsageFault('Say what to change, such as --required yes.');
      if (context.flags.rehearse) return showRehearsal(context.output, await caller.call(rehearseAttribute, { id, ...rules }));
      return showOne(context, await caller.call(editAttribute, { id, version, keep: context.flags.keep, ...rules }));
    }),
});

const deleted = declare({
  name: 'attribute delete',
  summary: 'Delete an attribute that nobody has a value of.',
  usage: 'ATTRIBUTE',
  flags: {},
  run: (context) =>
    withCaller(context, async (caller) => {
      const { id, name, version } = await attributeOf(caller, context.operands[0] ?? '');
      await caller.call(deleteAttribute, { id, version });
      if (context.output.json) context.output.record({}, { deleted: id });
      else context.output.line(`The attribute ${name} is gone.`);
      return exitCodes.done;
    }),
});

export const command: Command = { name: 'attribute', summary: 'Attributes of users: their types and rules.', commands: [list, show, add, edit, deleted] };
