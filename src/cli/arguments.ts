// What a command of `reeve` is, and how the words behind it become flags and operands.
// Every file in src/cli/ that exports `command` is written against this; src/cli/run.ts calls it.
// It does not know what any command does, nor what the settings of reeve.toml mean: it only knows their names.
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { type Config, settings } from '#config.ts';
import { didYouMean } from '#nearest.ts';
import type { Output } from './output.ts';

/** A `list` may be given in one word with commas; `texts` are taken as they are, once for each. `mustChange: { type: 'boolean', summary: '…' }` is `--must-change`. `value` is the word shown for it in the help. */
export type Flag = {
  readonly type: 'string' | 'number' | 'boolean' | 'list' | 'texts';
  readonly summary: string;
  readonly value?: string;
  readonly short?: string;
};
export type Flags = Readonly<Record<string, Flag>>;

/** What `context.flags` holds: booleans are false and lists are empty unless given; the others are undefined. */
export type FlagValues<F extends Flags> = { readonly [K in keyof F]: FlagValue<F[K]> };
type FlagValue<F extends Flag> = F['type'] extends 'boolean'
  ? boolean
  : F['type'] extends 'list' | 'texts'
    ? readonly string[]
    : (F['type'] extends 'number' ? number : string) | undefined;

/** A Reeve elsewhere, asked over its API instead of this host's own data (`--url`, `--token`). `caFile`: PEM of whom to trust besides the machine's own; '' = none. */
export type Remote = { readonly url: string; readonly token: string; readonly caFile: string };

export type CommandContext<F extends Flags = Flags> = {
  readonly flags: FlagValues<F>;
  readonly operands: readonly string[];
  readonly output: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Null: work on this host's own data. */
  readonly remote: Remote | null;
  /** The configuration in force here. Read when asked for, since a command for a Reeve elsewhere needs none. Throws ConfigFault. */
  config(): Config;
};

/**
 * One command. `name` is all its words (`user add`), `usage` its operands: `NAME` must be given, `[FILE]` may be, `NAME…` takes one or more, `[NAME…]` any number.
 * `run` answers with the exit code (src/cli/exit-codes.ts); it throws Refusal, ConfigFault, StartFault or UsageFault for a plain "no". Load what is heavy inside `run`.
 */
export type Command = {
  readonly name: string;
  readonly summary: string;
  readonly usage?: string;
  readonly flags?: Flags;
  /** Longer words for `--help`, below the flags. */
  readonly more?: string;
  /** `user` holds `user list`, `user add`…: then it has no `run` of its own. */
  readonly commands?: readonly Command[];
  run?(context: CommandContext): Promise<number>;
};

/** Declares a command and gives its `run` the exact types of its flags. */
export function command<const F extends Flags>(
  described: Omit<Command, 'flags' | 'run' | 'commands'> & { readonly flags: F; run(context: CommandContext<F>): Promise<number> },
): Command {
  return described;
}

/** Flags that every command takes. */
export const globalFlags = {
  help: { type: 'boolean', short: 'h', summary: 'Say what this command does.' },
  json: { type: 'boolean', summary: 'Answer in JSON.' },
  url: { type: 'string', value: 'URL', summary: 'Ask the Reeve at this address, not this host’s data. Also REEVE_URL.' },
  token: { type: 'string', value: 'TOKEN', summary: 'The API token for --url. Better in REEVE_TOKEN: flags stand in the list of processes.' },
  ca: {
    type: 'string',
    value: 'FILE',
    summary: 'The certificate to trust for --url, if Reeve made it itself (tls-authority.pem in its data folder, else tls-cert.pem). Also REEVE_CA.',
  },
  config: { type: 'string', value: 'FILE', summary: 'The reeve.toml to read. Also REEVE_CONFIG; otherwise ./reeve.toml if it is there.' },
} as const satisfies Flags;

/** Wrong words on the command line; exit code 2. */
export class UsageFault extends Error {
  override readonly name = 'UsageFault';
}

export type Parsed = {
  readonly flags: FlagValues<Flags>;
  readonly globals: FlagValues<typeof globalFlags>;
  readonly operands: readonly string[];
  /** `--port=9000`…: flags that are settings, for `loadConfig`. */
  readonly settings: readonly string[];
};

/** Splits the words behind a command into its own flags, the global ones, settings, and operands. Throws UsageFault. */
export function parseArguments(command: Command, words: readonly string[]): Parsed {
  const own = command.flags ?? {};
  const known = { ...settingFlags(), ...globalFlags, ...own };
  const tokens = parseArgs({ args: [...words], options: optionsOf(known), allowPositionals: true, strict: false, tokens: true }).tokens;
  const given = new Map<string, string[]>();
  const operands: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') operands.push(token.value);
    if (token.kind === 'option') addTo(given, token.name, textOf(known, token));
  }
  const wantsHelp = given.has('help');
  if (!wantsHelp) checkOperands(command, operands);
  return { flags: read(own, given), globals: read(globalFlags, given), operands, settings: settingWords(own, given) };
}

type OptionToken = { readonly name: string; readonly rawName: string; readonly value?: string | undefined };

/** The text given for a flag ('' for a boolean). `--no-x` and values for booleans are refused, since parseArgs lets them pass. */
function textOf(known: Flags, token: OptionToken): string {
  const flag = Object.entries(known).find(([name]) => kebab(name) === token.name)?.[1];
  if (flag === undefined) {
    throw new UsageFault(`There is no flag ${token.rawName}.${didYouMean(token.name, Object.keys(known).map(kebab), (word) => `--${word}`)}`);
  }
  const shown = `--${token.name}`;
  if (flag.type === 'boolean' && token.value !== undefined) throw new UsageFault(`${shown} takes no value.`);
  if (flag.type !== 'boolean' && token.value === undefined) throw new UsageFault(`${shown} needs a value: ${shown} ${flag.value ?? 'VALUE'}.`);
  return token.value ?? '';
}

function read<F extends Flags>(flags: F, given: ReadonlyMap<string, readonly string[]>): FlagValues<F> {
  const values = Object.entries(flags).map(([name, flag]) => [name, typed(kebab(name), flag, given.get(kebab(name)) ?? [])]);
  // Each value was made for the type its flag names, in `typed`.
  return Object.fromEntries(values) as FlagValues<F>;
}

function typed(name: string, flag: Flag, given: readonly string[]): boolean | number | string | readonly string[] | undefined {
  if (flag.type === 'boolean') return given.length > 0;
  if (flag.type === 'texts') return given;
  if (flag.type === 'list')
    return given
      .flatMap((text) => text.split(','))
      .map((text) => text.trim())
      .filter((text) => text !== '');
  if (given.length > 1) throw new UsageFault(`--${name} was given ${given.length} times; give it once.`);
  const text = given[0];
  if (flag.type === 'string' || text === undefined) return text;
  if (!/^-?\d+(\.\d+)?$/.test(text)) throw new UsageFault(`--${name} takes a number, not ${JSON.stringify(text)}.`);
  return Number(text);
}

function checkOperands(command: Command, operands: readonly string[]): void {
  const wanted = (command.usage ?? '').split(' ').filter((part) => part !== '');
  const missing = wanted.filter((part) => !part.startsWith('['))[operands.length];
  if (missing !== undefined) throw new UsageFault(`${missing} is missing. Usage: reeve ${command.name} ${command.usage}`);
  const many = wanted.some((part) => part.includes('…'));
  const surplus = operands[wanted.length];
  if (!many && surplus !== undefined)
    throw new UsageFault(`${JSON.stringify(surplus)} is one word too many. Usage: reeve ${`${command.name} ${command.usage ?? ''}`.trim()}`);
}

/** Settings that are flags too, under their camelCase names; secrets are not. */
function settingFlags(): Flags {
  const plain = settings().filter((setting) => setting.fact.secret !== true || setting.key === 'database');
  return Object.fromEntries(plain.map((setting) => [setting.key, { type: 'list', summary: setting.description } satisfies Flag]));
}

/** A command's own flag hides a setting of the same name. */
function settingWords(own: Flags, given: ReadonlyMap<string, readonly string[]>): string[] {
  const names = Object.keys(settingFlags())
    .filter((name) => !(name in own) && !(name in globalFlags))
    .map(kebab);
  return names.flatMap((name) => (given.get(name) ?? []).map((text) => `--${name}=${text}`));
}

function optionsOf(known: Flags): NonNullable<ParseArgsConfig['options']> {
  const option = (flag: Flag) => ({
    type: flag.type === 'boolean' ? ('boolean' as const) : ('string' as const),
    ...(flag.short === undefined ? {} : { short: flag.short }),
    multiple: true,
  });
  return Object.fromEntries(Object.entries(known).map(([name, flag]) => [kebab(name), option(flag)]));
}

function addTo(map: Map<string, string[]>, name: string, value: string): void {
  map.set(name, [...(map.get(name) ?? []), value]);
}

/** `mustChange` → `must-change`. */
export const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
