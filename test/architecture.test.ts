// Doors point down (docs/decisions and CONTRIBUTING say why): a file imports only what lies below its room. Here is the house as a table, and the test that holds it.
// Also the rules of the style page that can be read from a text. What Biome can check is in biome.json instead.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Import, importsOf, isTest, lineAt, type Source, sources, withoutComments } from './sources.ts';

/** A name is a folder or a file of src/. Each line may import the lines above it. A new room gets a place here, with thought. */
const levels: readonly (readonly string[])[] = [
  ['sentences'],
  ['errors', 'contract', 'actor', 'nearest', 'fair-share', 'master-key', 'network', 'chance', 'uuid', 'bell', 'user-store', 'identity-provider'],
  ['languages', 'config', 'db', 'egress', 'log', 'sealing', 'names', 'input', 'build', 'certificate', 'start-faults'],
  ['changes', 'journal'],
  ['gate', 'attributes', 'settings', 'proof'],
  ['permissions'],
  ['world', 'admission', 'action', 'together'],
  ['jobs', 'mail', 'passwords', 'stores', 'sessions', 'factors'],
  ['groups', 'roles', 'applications', 'asking', 'audit', 'defining', 'providers'],
  ['users', 'views', 'consequences'],
  ['requests'],
  ['authentication', 'synchronise', 'undo', 'bulk', 'setup', 'demo', 'backup'],
  ['signups'],
  ['operations', 'actions', 'documents', 'open-world', 'housekeeping', 'kept-tick'],
  ['edges'],
  ['main'],
  ['cli'],
];
/** Neighbours on one level who may know each other: who → whom. */
const neighbours: Readonly<Record<string, readonly string[]>> = {
  db: ['names'],
  log: ['config'],
  certificate: ['config', 'log'],
  'start-faults': ['config', 'certificate'],
  action: ['world', 'admission'],
  together: ['world'],
  admission: ['world'],
  proof: ['settings'],
  stores: ['passwords'],
  factors: ['sessions', 'stores'],
  groups: ['roles'],
  providers: ['roles'],
  actions: ['operations'],
  documents: ['operations'],
  setup: ['authentication'],
  authentication: ['synchronise'],
};
/** Rooms that everybody above may *not* enter by level alone: room → the only ones who may. */
const guarded: Readonly<Record<string, readonly string[]>> = {
  gate: ['permissions', 'world', 'admission', 'action', 'sessions', 'groups', 'authentication', 'users'],
  edges: ['main'],
  main: ['cli'],
};

const all = sources();
const server = all.filter((source) => source.path.startsWith('src/') && !isTest(source.path));
const web = all.filter((source) => source.path.startsWith('web/'));

const roomOf = (path: string): string => (path.split('/')[1] ?? '').replace(/\.ts$/, '');
const levelOf = (room: string): number => levels.findIndex((rooms) => rooms.includes(room));
const isContract = (path: string): boolean => /^src\/(\w+\/)?(\w+-)?contract\.ts$/.test(path);
const isInside = (path: string | undefined): path is string => path?.startsWith('src/') ?? false;

type Rule = (source: Source) => readonly string[];

/** One test for each rule; it names every place that breaks it. */
function hold(name: string, files: readonly Source[], rule: Rule): void {
  it(name, () => {
    const broken = files.flatMap(rule);
    assert.ok(broken.length === 0, `${broken.length} ${broken.length === 1 ? 'place' : 'places'}:\n${broken.join('\n')}`);
  });
}

const onImports =
  (says: (source: Source, imported: Import) => string | undefined): Rule =>
  (source) =>
    importsOf(source).flatMap((imported) => {
      const sentence = says(source, imported);
      return sentence ? [`${source.path}:${imported.line} imports ${imported.specifier}: ${sentence}`] : [];
    });

const onText =
  (pattern: RegExp, says: string, except: RegExp = /^$/): Rule =>
  (source) =>
    except.test(source.path)
      ? []
      : [...withoutComments(source.text).matchAll(pattern)].map((found) => `${source.path}:${lineAt(source.text, found.index)} ${says}`);

describe('Doors point down', () => {
  it('every room has a place in the table', () => {
    const homeless = new Set(server.map((source) => roomOf(source.path)).filter((room) => levelOf(room) < 0));
    assert.deepEqual([...homeless], [], 'Give these rooms a level in test/architecture.test.ts');
  });
  hold('a room imports only rooms below it, and the neighbours it is given', server, onImports(upward));
  hold('a guarded room is entered only by those who may', server, onImports(intruding));
  hold('edges meet by URL, never by import', server, onImports(edgeToEdge));
  hold('a contract imports the schema library and other contracts, nothing else', server, onImports(beyondContract));
  hold('inside a room paths are relative, through a door they begin with #', server, onImports(throughTheWindow));
  hold('the web imports contracts and nothing else of the server', web, onImports(behindTheContract));
  hold('the web apps know only their own rooms and web/shared', web, onImports(otherApp));
  it('a reader thread loads no query builder and no schemas', () => {
    const programs = server.map(({ path }) => path).filter((path) => path.endsWith('-program.ts'));
    const loaded = loadedBy(['src/db/list-worker.ts', ...programs]);
    assert.ok(loaded.has('src/users/list/walk.ts'));
    assert.deepEqual(
      [...loaded].filter((one) => !one.startsWith('src/') && !one.startsWith('node:')),
      [],
    );
  });
});

/** Files and packages that are loaded with these, but for what they ask for only when they need it. */
function loadedBy(first: readonly string[]): ReadonlySet<string> {
  const loaded = new Set(first);
  for (const path of loaded) {
    const source = server.find((one) => one.path === path);
    for (const { path: to, specifier, types } of source ? importsOf(source) : []) if (!types) loaded.add(to ?? specifier);
  }
  return loaded;
}

function upward({ path }: Source, imported: Import): string | undefined {
  if (!isInside(imported.path) || isContract(path) || isContract(imported.path)) return undefined;
  const [from, to] = [roomOf(path), roomOf(imported.path)];
  if (from === to || levelOf(to) < levelOf(from) || neighbours[from]?.includes(to)) return undefined;
  return `${from} is on level ${levelOf(from)}, ${to} on level ${levelOf(to)}`;
}

function intruding({ path }: Source, imported: Import): string | undefined {
  if (!isInside(imported.path) || isContract(imported.path)) return undefined;
  const [from, to] = [roomOf(path), roomOf(imported.path)];
  const may = guarded[to];
  return !may || from === to || may.includes(from) ? undefined : `only ${may.join(', ')} may enter ${to}`;
}

function edgeToEdge({ path }: Source, imported: Import): string | undefined {
  const edge = (of: string) => /^src\/edges\/([\w-]+)\//.exec(of)?.[1];
  if (!imported.path || !edge(path) || !edge(imported.path) || edge(path) === edge(imported.path)) return undefined;
  return 'share it below edges/ or in a file of edges/ itself';
}

function beyondContract({ path }: Source, imported: Import): string | undefined {
  if (!isContract(path)) return undefined;
  if (imported.path) return isContract(imported.path) ? undefined : 'the browser loads this file';
  return imported.specifier === 'typebox' || imported.specifier.startsWith('typebox/') ? undefined : 'the browser loads this file';
}

function throughTheWindow({ path }: Source, imported: Import): string | undefined {
  if (!isInside(imported.path)) return undefined;
  const isSameRoom = roomOf(path) === roomOf(imported.path) && path.split('/').length > 2;
  const isRelative = imported.specifier.startsWith('.');
  if (isRelative && !isSameRoom && path.split('/').length > 2) return `write #${imported.path.slice(4)}`;
  // Edges are rooms under one roof: inside the roof either way reads well.
  if (!isRelative && isSameRoom && roomOf(path) !== 'edges') return 'write ./ inside the room';
  return undefined;
}

function behindTheContract({ path }: Source, imported: Import): string | undefined {
  if (!isInside(imported.path) || isTest(path)) return undefined;
  return isContract(imported.path) || imported.path === 'src/operations.ts' ? undefined : 'the browser must not load this';
}

function otherApp({ path }: Source, imported: Import): string | undefined {
  if (!imported.path?.startsWith('web/')) return undefined;
  const [from, to] = [roomOf(path), roomOf(imported.path)];
  return from === to || to === 'shared' ? undefined : `move what both need from web/${to} to web/shared`;
}

/** Ways out of the process. `net` and `tls` are named for the types of sockets too, which is harmless. */
const waysOut = /\bfetch\(|from '(?:node:)?(?:https?|http2|dgram|dns|net|tls|undici|axios|got|ws)(?:\/\w+)?'(?<!import type [^\n]*)|\bnew WebSocket\(/g;
/** Who may connect to somewhere: the command line to the server it is told, and PostgreSQL’s driver, which loads by itself. */
/** The script of a page runs in its reader's browser. */
const mayGoOut = /^src\/(cli\/remote\.ts|egress\/|edges\/sign-in\/passkey-script\.ts)/;

const clocks = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\brandomUUID\(/g;
const statements = /\bsql(?:<[^>`]*>)?`|\.(?:selectFrom|insertInto|updateTable|deleteFrom)\(/g;
/** Where SQL may stand: what only speaks to the database, each room's queries and lists, and what a new database starts with. */
const sqlRooms = /^src\/(db|journal|changes)\/|queries|(^|[/-])lists?[/-]|-program\.ts$|\/starter\.ts$/;
const drawers = /(^|[/-])(utils?|helpers?|common|misc)([/.])/;

describe('The style page', () => {
  hold('SQL stands in queries, lists, db, journal and changes', server, onText(statements, 'speaks SQL: move it to the room’s queries.ts', sqlRooms));
  hold('nothing lives at module level', [...server, ...web], onText(/^(?:export )?(?:let|var) /gm, 'keeps state at module level: hang it off World'));
  hold(
    'nothing is collected at module level',
    server,
    onText(/^(?:export )?const \w+[^=\n]* = new (?:Map|Set|WeakMap)(?:<[^\n]*>)?\(\)/gm, 'collects at module level: hang it off World'),
  );
  hold(
    'time and chance come in World',
    server,
    onText(clocks, 'asks the clock or chance itself: take world.now(), world.random() or world.newId()', /^src\/main\.ts$/),
  );
  hold(
    'nothing connects to the outside but through egress/, which knows where nobody may go (rule 39)',
    server,
    onText(waysOut, 'goes out: ask egress/', mayGoOut),
  );
  hold(
    'what screens say stands in the catalogue, in each language',
    web.filter(({ path }) => path.endsWith('.tsx')),
    onText(
      /(?:aria-label|label|title|placeholder|alt|description)="[^"]*[A-Za-z]{2}|^\s*[A-Z][a-z]+(?: [a-z’',]+)+[.…]?\s*$|(?<!=)>[^<>{}=;()]*[A-Za-z]{3}[^<>{}=;()]*<\//gm,
      'says something itself: put it into web/shared/strings',
    ),
  );
  hold('exports have names', [...server, ...web], onText(/^export default /gm, 'exports a default'));
  hold('no drawer is called utils, helpers, common or misc', all, ({ path }) => (drawers.test(path) ? [`${path}: name it after what it holds`] : []));
});

describe('The rules themselves', () => {
  const door = (rule: (source: Source, imported: Import) => string | undefined, path: string, specifier: string, leads?: string) =>
    rule(
      { path, text: '', lines: [] },
      { line: 1, types: false, specifier, path: leads ?? (specifier.startsWith('#') ? `src/${specifier.slice(1)}` : undefined) },
    );

  it('see a door that points up, sideways or into a guarded room', () => {
    assert.ok(door(upward, 'src/gate/gate.ts', '#users/user.ts'));
    assert.ok(door(upward, 'src/roles/role.ts', '#groups/group.ts'));
    assert.ok(door(intruding, 'src/edges/api/routes.ts', '#gate/gate.ts'));
    assert.ok(door(edgeToEdge, 'src/edges/api/routes.ts', '#edges/scim/routes.ts'));
    assert.ok(door(beyondContract, 'src/users/contract.ts', 'kysely'));
    assert.ok(door(behindTheContract, 'web/console/main.tsx', '#users/add-user.ts'));
    assert.ok(door(otherApp, 'web/console/main.tsx', '../dashboard/home.tsx', 'web/dashboard/home.tsx'));
  });

  it('let a door through that points down', () => {
    assert.equal(door(upward, 'src/users/add-user.ts', '#roles/give-roles.ts'), undefined);
    assert.equal(door(beyondContract, 'src/users/contract.ts', '#permissions/contract.ts'), undefined);
    assert.equal(door(behindTheContract, 'web/console/main.tsx', '#users/contract.ts'), undefined);
  });

  it('see a way out, and let a type through', () => {
    const found = (text: string) => onText(waysOut, 'goes out', mayGoOut)({ path: 'src/users/user.ts', text, lines: [] }).length;
    assert.equal(found("import { request } from 'node:https';\nawait fetch(url);\n"), 2);
    assert.equal(found("import type { Socket } from 'node:net';\nconst prefetch = 1;\n"), 0);
  });

  it('read code and not comments', () => {
    const source = { path: 'src/users/user.ts', text: '// Date.now()\n/* Date.now() */\nDate.now();\n', lines: [] };
    assert.deepEqual(onText(clocks, 'asks')(source), ['src/users/user.ts:3 asks']);
  });
});
