// From reeve.toml, REEVE_* and flags to one checked Config: later ones win, and nothing unknown or wrong passes.
// Called by main.ts and the command line through src/config.ts. It does not know what any setting does.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Check } from 'typebox/value';
import { didYouMean, nearest } from '#nearest.ts';
import { type Config, configSchema, type FlatConfig, type Key, type Setting, settings, type Value } from './keys.ts';
import { type DeclaredStore, declaredStores, type TomlFile } from './stores.ts';
import { checkTogether } from './together.ts';
import { type Entry, readToml, TomlFault } from './toml.ts';
import { checked, fromText, ValueFault } from './values.ts';

/** Wrong configuration: one line that says where and what to write instead. Exit code 3. */
export class ConfigFault extends Error {
  override readonly name = 'ConfigFault';
}

export type Sources = {
  /** Flags only: `--port=9000` or `--port 9000`. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The file to read. Undefined: REEVE_CONFIG, else ./reeve.toml if it is there. Null: none. */
  readonly file?: string | null | undefined;
};

/** A value with the place it was written at, for the error. */
type Given = { readonly name: string; readonly value: unknown; readonly place: string; readonly base: string };
const fileBytesMax = 1_048_576;

export function loadConfig(sources: Sources): Config {
  const all = settings();
  const given = new Map<Key, Value>();
  const file = fileOf(sources);
  for (const one of [...fromFile(file, all), ...fromEnv(sources.env, all), ...fromFlags(sources.argv, all)]) {
    given.set(one.setting.key, accept(one.setting, one.given));
  }
  const cwd = process.cwd();
  const whole = Object.fromEntries(all.map((setting) => [setting.key, given.get(setting.key) ?? checked(setting, setting.fallback, cwd)]));
  const config: unknown = whole;
  if (!isConfig(config)) throw new Error('The schema of the configuration and its reader disagree.');
  const wrong = checkTogether(config);
  if (wrong !== null) throw new ConfigFault(wrong);
  return Object.freeze({ ...config, stores: storesOf(file) });
}

const isConfig = (value: unknown): value is FlatConfig => Check(configSchema, value);

type Found = { readonly setting: Setting; readonly given: Given };

function accept(setting: Setting, given: Given): Value {
  try {
    return checked(setting, given.value, given.base);
  } catch (cause) {
    if (!(cause instanceof ValueFault)) throw cause;
    throw new ConfigFault(`${given.place}: ${given.name} ${withStop(cause.message)}`);
  }
}

const withStop = (text: string): string => (/[.?]$/.test(text) ? text : `${text}.`);

// ── reeve.toml ──

type ReadFile = TomlFile & { readonly entries: readonly Entry[] };

function fileOf(sources: Sources): ReadFile | null {
  const path = pathOf(sources);
  if (path === null) return null;
  const text = contentOf(path);
  return { path, text, entries: entriesOf(path, text) };
}

/** The only tables there are. */
const storesKey = 'stores';

function storesOf(file: ReadFile | null): readonly DeclaredStore[] {
  const entry = file?.entries.find(({ key }) => key === storesKey);
  if (file === null || entry === undefined) return [];
  try {
    return declaredStores(file, entry.value);
  } catch (cause) {
    if (!(cause instanceof TomlFault)) throw cause;
    throw new ConfigFault(`${file.path}, line ${cause.line}: ${withStop(cause.message)}`);
  }
}

function fromFile(file: ReadFile | null, all: readonly Setting[]): readonly Found[] {
  if (file === null) return [];
  const { path } = file;
  const flat = file.entries.filter(({ key }) => key !== storesKey);
  return flat.map(({ key, value, line }) => {
    const place = `${path}, line ${line}`;
    const setting = all.find((one) => one.toml === key);
    if (setting === undefined) throw new ConfigFault(`${place}: ${unknownKey(key, value, all)}`);
    return { setting, given: { name: key, value, place, base: dirname(path) } };
  });
}

function pathOf({ env, file }: Sources): string | null {
  if (file === null) return null;
  const named = file ?? env.REEVE_CONFIG ?? '';
  if (named !== '') return resolve(named);
  const usual = resolve('reeve.toml');
  return existsSync(usual) ? usual : null;
}

function contentOf(path: string): string {
  try {
    const bytes = readFileSync(path);
    if (bytes.length > fileBytesMax) throw new ConfigFault(`${path}: a configuration file has at most ${fileBytesMax} bytes.`);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    if (cause instanceof ConfigFault) throw cause;
    if (cause instanceof TypeError) throw new ConfigFault(`${path}: this is not UTF-8 text.`);
    throw new ConfigFault(`${path}: this file cannot be read (${cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason'}).`);
  }
}

function entriesOf(path: string, text: string): readonly Entry[] {
  try {
    return readToml(text);
  } catch (cause) {
    if (!(cause instanceof TomlFault)) throw cause;
    throw new ConfigFault(`${path}, line ${cause.line}: ${withStop(cause.message)}`);
  }
}

function unknownKey(key: string, value: unknown, all: readonly Setting[]): string {
  const names = all.map((one) => one.toml);
  const isTable = typeof value === 'object' && value !== null && !Array.isArray(value);
  const inner = isTable ? Object.keys(value)[0] : undefined;
  if (isTable && nearest(key, [storesKey]) !== null) return `there is no table ${key}. Did you mean [${storesKey}.${inner ?? 'DOMAIN'}]?`;
  if (isTable && !names.includes(key)) return `there are no tables here; write ${didYouMeanOr(`${key}_${inner ?? ''}`, names)} = … at the top level.`;
  return `there is no key ${key}.${didYouMean(key, names)}`;
}

const didYouMeanOr = (wrong: string, names: readonly string[]): string => didYouMean(wrong, names).replace(/^ Did you mean (.*)\?$/, '$1') || wrong;

// ── REEVE_* ──

/** Read by the command line, not settings. */
const otherVariables = ['REEVE_CONFIG', 'REEVE_URL', 'REEVE_TOKEN', 'REEVE_CA'];

function fromEnv(env: Sources['env'], all: readonly Setting[]): readonly Found[] {
  const names = Object.keys(env).filter((name) => name.startsWith('REEVE_') && !otherVariables.includes(name) && !isKubernetes(name, env[name]));
  return names.flatMap((name) => {
    const setting = all.find((one) => one.env === name);
    const known = [...all.map((one) => one.env), ...otherVariables];
    if (setting === undefined) throw new ConfigFault(`Environment: there is no variable ${name}.${didYouMean(name, known)}`);
    const text = env[name] ?? '';
    // An empty variable is how a container says "not set"; texts and lists may really be empty.
    const unset = text === '' && setting.fact.shape !== 'text' && setting.fact.shape !== 'list';
    return unset ? [] : [{ setting, given: { name, value: fromText(setting, text), place: 'Environment', base: process.cwd() } }];
  });
}

/** Kubernetes gives every pod variables about a service called "reeve": REEVE_SERVICE_HOST, REEVE_PORT=tcp://…, REEVE_PORT_9443_TCP_ADDR. They are not ours. */
const isKubernetes = (name: string, text = ''): boolean =>
  /^REEVE_(SERVICE_(HOST|PORT)|PORT_\d+_)/.test(name) || (name === 'REEVE_PORT' && /^(tcp|udp):\/\//.test(text));

// ── Flags ──

function fromFlags(argv: readonly string[], all: readonly Setting[]): readonly Found[] {
  const pairs = pairsOf(argv);
  const grouped = Map.groupBy(pairs, (pair) => pair.flag);
  return [...grouped].map(([flag, same]) => {
    const setting = all.find((one) => one.flag === flag && (one.fact.secret !== true || one.key === 'database'));
    if (setting === undefined)
      throw new ConfigFault(
        `Flags: there is no flag --${flag}.${didYouMean(
          flag,
          all.map((one) => one.flag),
          (word) => `--${word}`,
        )}`,
      );
    if (same.length > 1 && setting.fact.shape !== 'list') throw new ConfigFault(`Flags: --${flag} was given ${same.length} times; give it once.`);
    return { setting, given: { name: `--${flag}`, value: fromText(setting, same.map((pair) => pair.text).join(',')), place: 'Flags', base: process.cwd() } };
  });
}

function pairsOf(argv: readonly string[]): readonly Pair[] {
  const found: Pair[] = [];
  for (let index = 0; index < argv.length; index += 1) {
    const [, flag, inline] = /^--([^=]+)(?:=(.*))?$/s.exec(argv[index] ?? '') ?? [];
    if (flag === undefined) throw new ConfigFault(`Flags: ${JSON.stringify(argv[index])} is not a flag.`);
    if (inline === undefined) index += 1;
    const text = inline ?? argv[index];
    if (text === undefined) throw new ConfigFault(`Flags: --${flag} needs a value.`);
    found.push({ flag, text });
  }
  return found;
}

type Pair = { readonly flag: string; readonly text: string };
