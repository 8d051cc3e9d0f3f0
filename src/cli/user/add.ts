// `reeve user add` and `reeve user edit`.
import { addUser, updateUser } from '#users/contract.ts';
import { command, type FlagValues, UsageFault } from '../arguments.ts';
import { type Caller, given, withCaller } from '../call.ts';
import { exitCodes } from '../exit-codes.ts';
import { parseMoment } from '../moments.ts';
import { groupIdOf, idsOf, roleIdOf, userIdOf } from '../names.ts';
import { readSecret } from '../secret-input.ts';
import { fieldsOf } from './list.ts';

const profileFlags = {
  givenName: { type: 'string', summary: 'Given name.' },
  familyName: { type: 'string', summary: 'Family name.' },
  shownName: { type: 'string', summary: 'The name that lists show.' },
  mail: { type: 'string', summary: 'Mail address.' },
  phone: { type: 'string', summary: 'Phone number.' },
  organisation: { type: 'string', summary: 'Organisation.' },
  country: { type: 'string', summary: 'Country, as two letters.' },
  language: { type: 'string', summary: 'Language, as a BCP 47 tag.' },
  timeZone: { type: 'string', summary: 'Time zone, as Europe/Athens.' },
  owner: { type: 'string', value: 'USER', summary: 'Who answers for this device or program.' },
  attribute: { type: 'list', value: 'NAME=VALUE', summary: 'A free attribute; the same name again adds a value.' },
  starts: { type: 'string', value: 'WHEN', summary: 'He may not act before.' },
  ends: { type: 'string', value: 'WHEN', summary: 'He may not act from then on; "never" takes the end away.' },
} as const;

async function profileOf(caller: Caller, flags: FlagValues<typeof profileFlags>) {
  const { attribute, starts, ends, owner, givenName, familyName, shownName, mail, phone, organisation, country, language, timeZone } = flags;
  return given({
    givenName,
    familyName,
    shownName,
    mail,
    phone,
    organisation,
    country,
    language,
    timeZone,
    owner: owner === undefined || owner === '' ? owner : await userIdOf(caller, owner),
    attributes: attribute.length > 0 ? attributesOf(attribute) : undefined,
    startsAt: parseMoment('starts', starts, caller.now()),
    endsAt: parseMoment('ends', ends, caller.now()),
  });
}

/** A part without "=" belongs to the value before it, which held a comma. */
export function attributesOf(parts: readonly string[]): Record<string, string | string[]> {
  const pairs: [name: string, value: string][] = [];
  for (const part of parts) {
    const [, name, value] = /^([A-Za-z]\w*)=(.*)$/s.exec(part) ?? [];
    const last = pairs.at(-1);
    if (name !== undefined) pairs.push([name, value ?? '']);
    else if (last) last[1] += `,${part}`;
    else throw new UsageFault(`--attribute takes NAME=VALUE, not ${JSON.stringify(part)}.`);
  }
  const values = Map.groupBy(pairs, ([name]) => name);
  return Object.fromEntries([...values].map(([name, same]) => [name, same.length === 1 ? (same[0]?.[1] ?? '') : same.map(([, value]) => value)]));
}

export const add = command({
  name: 'user add',
  summary: 'Add a person, a device or a program.',
  usage: 'NAME',
  flags: {
    kind: { type: 'string', summary: 'person (default), device or program.' },
    domain: { type: 'string', summary: 'The user store; PRIMARY by default.' },
    ...profileFlags,
    role: { type: 'list', value: 'ROLE', summary: 'Give these roles.' },
    group: { type: 'list', value: 'GROUP', summary: 'Make him a member of these groups.' },
    generatePassword: { type: 'boolean', summary: 'Make a temporary password and show it once.' },
    invite: { type: 'boolean', summary: 'Send him a mail in which he chooses his own password.' },
    password: { type: 'boolean', summary: 'Ask for a password, or read it from standard input.' },
    passwordFile: { type: 'string', value: 'FILE', summary: 'Take the first line of this file as his password.' },
    keepPassword: { type: 'boolean', summary: 'He need not change it at his first sign-in.' },
    disabled: { type: 'boolean', summary: 'He may not act until somebody enables him.' },
  },
  run: (context) =>
    withCaller(context, async (caller) => {
      const { flags, operands, output } = context;
      const roles = await idsOf(caller, flags.role, roleIdOf);
      const groups = await idsOf(caller, flags.group, groupIdOf);
      const wantsPassword = flags.password || flags.passwordFile !== undefined;
      const password = wantsPassword
        ? await readSecret(output, { label: 'Password', file: flags.passwordFile, twice: true, flag: 'password-file' })
        : undefined;
      const user = await caller.call(addUser, {
        userName: operands[0] ?? '',
        ...(await profileOf(caller, flags)),
        ...given({
          kind: flags.kind,
          domain: flags.domain,
          password,
          generatePassword: flags.generatePassword || undefined,
          invite: flags.invite || undefined,
          disabled: flags.disabled || undefined,
          mustChangePassword: flags.keepPassword ? false : undefined,
          roles: roles.length > 0 ? roles.map((role) => ({ role })) : undefined,
          groups: groups.length > 0 ? groups : undefined,
        }),
      });
      const { temporaryPassword, ...whole } = user;
      output.record({ ...fieldsOf(whole), ...(temporaryPassword === undefined ? {} : { 'temporary password': temporaryPassword }) }, user);
      return exitCodes.done;
    }),
});

export const edit = command({
  name: 'user edit',
  summary: 'Change attributes and dates of a user; what is not named stays.',
  usage: 'USER',
  flags: { ...profileFlags, version: { type: 'number', summary: 'Refuse if somebody has changed him since this version.' } },
  run: (context) =>
    withCaller(context, async (caller) => {
      const profile = await profileOf(caller, context.flags);
      if (Object.keys(profile).length === 0) throw new UsageFault('Say what to change: reeve user edit --help lists it.');
      const user = await caller.call(updateUser, {
        id: await userIdOf(caller, context.operands[0] ?? ''),
        ...profile,
        ...given({ version: context.flags.version }),
      });
      context.output.record(fieldsOf(user), user);
      return exitCodes.done;
    }),
});
