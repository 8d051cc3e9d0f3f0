// One value of one setting: read from text (REEVE_*, flags) or from TOML, and checked against its type, range and meaning.
// Used by src/config/load.ts. It does not know which source a value came from, and never repeats a secret.
import { isAbsolute, resolve } from 'node:path';
import { didYouMean } from '#nearest.ts';
import { parseAddress, parseCidr } from '#network.ts';
import type { Fact, Meaning, Setting, Value } from './keys.ts';

/** What is wrong with a value, as the end of a sentence that begins with the name of the setting. */
export class ValueFault extends Error {
  override readonly name = 'ValueFault';
}

const textMax = 4096;
const listMax = 256;

/** REEVE_* and flags are text: numbers are read, lists are split at commas. */
export function fromText(setting: Setting, text: string): unknown {
  const { shape } = setting.fact;
  if (shape === 'list')
    return text
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '');
  const numeric = shape === 'whole' || shape === 'number';
  return numeric && /^[+-]?\d+(_\d+)*(\.\d+)?$/.test(text.trim()) ? Number(text.replaceAll('_', '')) : text;
}

/** The value if it fits, or ValueFault. `base` is the folder that relative paths start from. */
export function checked(setting: Setting, given: unknown, base: string): Value {
  const { fact } = setting;
  if (fact.shape === 'list') return checkedList(setting, given);
  if (fact.shape === 'whole' || fact.shape === 'number') return checkedNumber(setting, given);
  if (typeof given !== 'string' || given.length > textMax) throw new ValueFault(`takes ${expected(fact)}${butGot(setting, given)}`);
  if (fact.shape === 'word') return checkedWord(setting, given);
  if (given === '') return given;
  if (fact.meaning === 'path') return isAbsolute(given) ? given : resolve(base, given);
  return meant(setting, given);
}

function checkedNumber(setting: Setting, given: unknown): number {
  const { shape, min = 0, max = Number.MAX_SAFE_INTEGER } = setting.fact;
  const fits = typeof given === 'number' && Number.isFinite(given) && given >= min && given <= max && (shape === 'number' || Number.isInteger(given));
  if (!fits) throw new ValueFault(`takes ${expected(setting.fact)}${butGot(setting, given)}`);
  return given;
}

function checkedWord(setting: Setting, given: string): string {
  const { values = [] } = setting.fact;
  if (!values.includes(given)) throw new ValueFault(`takes ${expected(setting.fact)}${butGot(setting, given)}.${didYouMean(given, values, quoted)}`);
  return given;
}

function checkedList(setting: Setting, given: unknown): readonly string[] {
  if (!Array.isArray(given) || given.length > listMax) throw new ValueFault(`takes ${expected(setting.fact)}${butGot(setting, given)}`);
  return given.map((one: unknown) => {
    if (typeof one !== 'string') throw new ValueFault(`takes ${expected(setting.fact)}${butGot(setting, one)}`);
    return meant(setting, one);
  });
}

function meant(setting: Setting, given: string): string {
  const { meaning } = setting.fact;
  if (meaning !== undefined && !means[meaning](given)) throw new ValueFault(`takes ${expected(setting.fact)}${butGot(setting, given)}`);
  return given;
}

const hostName = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*$/i;
const isHost = (text: string): boolean => parseAddress(text) !== null || (hostName.test(text) && !/^[\d.]+$/.test(text));

const means: Readonly<Record<Meaning, (text: string) => boolean>> = {
  path: (text) => !text.includes('\0'),
  host: isHost,
  database: (text) => /^postgres(ql)?:\/\//.test(text) && URL.canParse(text),
  listen: (text) => listenAddress(text) !== null,
  url: (text) => URL.canParse(text) && /^https?:\/\/[^/?#@]+\/?$/.test(text),
  cidr: (text) => parseCidr(text) !== null,
  destination: (text) => parseCidr(text) !== null || isHost(text),
};

/** `127.0.0.1:9464`, `[::1]:9464`, `localhost:9464`. */
export function listenAddress(text: string): { readonly host: string; readonly port: number } | null {
  const [, six, name, digits] = /^(?:\[([0-9a-f:.]+)\]|([^:[\]]+)):(\d{1,5})$/i.exec(text) ?? [];
  const host = six ?? name ?? '';
  const port = Number(digits ?? -1);
  return isHost(host) && port >= 0 && port <= 65_535 ? { host, port } : null;
}

const wanted: Readonly<Record<Meaning, string>> = {
  path: 'a path',
  host: 'an IP address or a host name',
  database: 'a URL such as "postgres://user:password@host:5432/name", or "" for SQLite in the data folder',
  listen: 'an address and a port such as "127.0.0.1:9464", or ""',
  url: 'a URL without a path, such as "https://users.example.com", or ""',
  cidr: 'a list of networks such as ["10.0.0.0/8", "2001:db8::/32"], without bits behind the prefix',
  destination: 'a list of networks and host names such as ["10.0.0.0/8", "ldap.example.com"]',
};

/** What a setting takes, in words: for errors and for docs/configuration.md. */
export function expected(fact: Fact): string {
  const { shape, min, max, unit, values = [], meaning } = fact;
  if (shape === 'word') return `${values.slice(0, -1).map(quoted).join(', ')} or ${quoted(values.at(-1) ?? '')}`;
  if (shape === 'whole' || shape === 'number')
    return `a ${shape === 'whole' ? 'whole number' : 'number'} from ${min} to ${max}${unit === undefined ? '' : ` (${unit})`}`;
  return meaning === undefined ? 'a text' : wanted[meaning];
}

const quoted = (text: string): string => `"${text}"`;
const shownMax = 80;

function butGot(setting: Setting, given: unknown): string {
  if (setting.fact.secret === true) return '';
  const text = JSON.stringify(given) ?? String(given);
  return `, not ${text.length > shownMax ? `${text.slice(0, shownMax)}…` : text}`;
}
