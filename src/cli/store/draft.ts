// Settings of a store as flags: a preset, single settings, the mapping, certificates from a file; and how Reeve lives with it. The password is typed or read, never a flag.
// Used by add, edit and the commands that try a store.
import { readFileSync } from 'node:fs';
import type { livingDefaults } from '#stores/contract.ts';
import { presets } from '#stores/presets-contract.ts';
import { blankSettings, type StoreKind, storeKinds } from '#stores/settings-contract.ts';
import { type Flags, type FlagValues, UsageFault } from '../arguments.ts';
import { type Given, given } from '../call.ts';
import type { Output } from '../output.ts';
import { readSecret } from '../secret-input.ts';

const allPresets = storeKinds.flatMap((kind) => presets[kind].map((preset) => ({ ...preset, kind })));
const presetIds = allPresets.map(({ id }) => id);

export const draftFlags = {
  set: {
    type: 'texts',
    value: 'NAME=VALUE',
    summary: 'One setting of its kind, such as userBase=ou=people,dc=example; JSON where it is not a text. Once for each.',
  },
  map: { type: 'texts', value: 'FIELD=PLACE', summary: 'Where the store has a field of users; an empty place takes it out of the mapping.' },
  settingsFile: { type: 'string', value: 'FILE', summary: 'All settings as JSON; --set and --map go over them.' },
  authoritiesFile: { type: 'string', value: 'FILE', summary: 'PEM of the authorities whose certificates count.' },
  passwordFile: { type: 'string', value: 'FILE', summary: 'Its password is the first line of this file; "-" is standard input.' },
  askPassword: { type: 'boolean', summary: 'Ask for its password.' },
} as const satisfies Flags;

export const kindFlags = {
  kind: { type: 'string', summary: `One of ${storeKinds.join(', ')}.` },
  preset: { type: 'string', summary: `Begin with what such a directory usually has: ${presetIds.join(', ')}.` },
} as const satisfies Flags;

export const livingFlags = {
  description: { type: 'string', summary: 'What it is.' },
  position: { type: 'number', summary: 'Its place among the stores, for names without a domain.' },
  writable: { type: 'string', value: 'yes|no', summary: 'Reeve may write there.' },
  syncMinutes: { type: 'number', summary: 'Read what has changed every so often; 0 = only when asked.' },
  brakePercent: { type: 'number', summary: 'A run that would take away more of its users stops and asks.' },
  justInTime: { type: 'string', value: 'yes|no', summary: 'Look there for whoever signs in and is not known yet.' },
  answerSeconds: { type: 'number', summary: 'How long it may take to answer.' },
  connections: { type: 'number', summary: 'Connections at once.' },
  outageDays: { type: 'number', summary: 'While it does not answer, the last right password counts for so long; 0 = never.' },
} as const satisfies Flags;

type Living = {
  [K in keyof typeof livingDefaults]: (typeof livingDefaults)[K] extends boolean ? boolean : (typeof livingDefaults)[K] extends number ? number : string;
};

export const livingOf = ({ writable, justInTime, ...flags }: FlagValues<typeof livingFlags>): Given<{ [K in keyof Living]: Living[K] | undefined }> =>
  given({
    description: flags.description,
    position: flags.position,
    syncMinutes: flags.syncMinutes,
    brakePercent: flags.brakePercent,
    answerSeconds: flags.answerSeconds,
    connections: flags.connections,
    outageDays: flags.outageDays,
    writable: yes('writable', writable),
    justInTime: yes('just-in-time', justInTime),
  });

function yes(flag: string, said: string | undefined): boolean | undefined {
  if (said === undefined || said === 'yes' || said === 'no') return said === undefined ? undefined : said === 'yes';
  throw new UsageFault(`--${flag} takes yes or no, not ${JSON.stringify(said)}.`);
}

type Settings = Record<string, unknown>;
type Draft = { readonly kind: StoreKind; readonly settings: Settings };

/** What a new store begins with. */
export function newDraft(flags: FlagValues<typeof draftFlags & typeof kindFlags>): Draft {
  const preset = allPresets.find(({ id }) => id === flags.preset);
  if (flags.preset !== undefined && !preset) throw new UsageFault(`--preset takes one of ${presetIds.join(', ')}, not ${JSON.stringify(flags.preset)}.`);
  const kind = storeKinds.find((one) => one === (flags.kind ?? preset?.kind));
  if (!kind || (preset && preset.kind !== kind)) throw new UsageFault(`Say --kind ${preset?.kind ?? storeKinds.join(', ')}.`);
  return { kind, settings: changedSettings({ ...blankSettings[kind], ...preset?.settings }, flags) };
}

/** Null = nothing of them was said. */
export const settingsChanged = (settings: Settings, flags: FlagValues<typeof draftFlags>): Settings | null =>
  flags.set.length + flags.map.length === 0 && flags.settingsFile === undefined && flags.authoritiesFile === undefined
    ? null
    : changedSettings(settings, flags);

function changedSettings(before: Settings, flags: FlagValues<typeof draftFlags>): Settings {
  const { set, map, settingsFile, authoritiesFile } = flags;
  const whole = settingsFile === undefined ? { ...before } : { ...before, ...objectIn(settingsFile) };
  for (const [name, text] of set.map((one) => pairOf('set', one))) whole[name] = settingFrom(text, before[name]);
  if (authoritiesFile !== undefined) whole.authorities = textIn('authorities-file', authoritiesFile);
  if (map.length > 0) whole.mapping = { ...objectOf(whole.mapping), ...Object.fromEntries(map.map((one) => pairOf('map', one))) };
  return whole;
}

function pairOf(flag: string, text: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageFault(`--${flag} takes NAME=VALUE, not ${JSON.stringify(text)}.`);
  return [text.slice(0, at), text.slice(at + 1)];
}

/** A text where a text stands; a list may be given without brackets. */
function settingFrom(text: string, before: unknown): unknown {
  if (typeof before === 'string') return text;
  if (Array.isArray(before) && !text.startsWith('[')) return text === '' ? [] : text.split(/\s*,\s*(?=\S)/);
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const objectOf = (value: unknown): object => (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {});

function objectIn(path: string): object {
  try {
    return objectOf(JSON.parse(textIn('settings-file', path)));
  } catch (fault) {
    if (fault instanceof UsageFault) throw fault;
    throw new UsageFault(`--settings-file: ${path} is not JSON.`);
  }
}

function textIn(flag: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new UsageFault(`--${flag}: ${path} cannot be read (${cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason'}).`);
  }
}

/** Undefined = none was given. */
export async function passwordOf(
  output: Output,
  { passwordFile, askPassword }: Pick<FlagValues<typeof draftFlags>, 'passwordFile' | 'askPassword'>,
): Promise<string | undefined> {
  if (passwordFile === undefined && !askPassword) return undefined;
  return readSecret(output, { label: 'Password of the store', file: passwordFile, twice: false, flag: 'password-file' });
}
