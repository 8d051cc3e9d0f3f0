// How the server is packed: src/cli/process.ts and all it needs in few files, under dist/server. What a usual `serve` does not need stays in files of its own.
// Not minified, names kept: a stack trace names the function, and a comment in the packed file names the source.
import { basename, dirname, relative, resolve } from 'node:path';
import { defineConfig, type Plugin, type Rolldown } from 'vite';

const root = import.meta.dirname;

/** Where a source names another one that is started: a worker, or a program of its own. */
export const startedPrograms = /new URL\('(\.[^']+\.ts)', import\.meta\.url\)/g;

/**
 * `new URL('./x.ts', import.meta.url)` names a program that is started: it is packed too, as a file of its own.
 * Any other `import.meta.url` asks where a source lies, and is told so.
 */
const places = (): Plugin => {
  let folder = '';
  return {
    name: 'places',
    // Reads the sources as they are written, before anything rewrites them.
    enforce: 'pre',
    configResolved: ({ build }) => {
      folder = resolve(root, build.outDir);
    },
    // All files lie in one folder, which may lie anywhere.
    resolveFileUrl: ({ fileName }) => `new URL('./${fileName}', import.meta.url).href`,
    transform: {
      filter: { id: `${root}/src/**`, code: 'import.meta.url' },
      handler(code, id) {
        const started = code.replace(startedPrograms, (_, path: string) => {
          const reference = this.emitFile({ type: 'chunk', id: resolve(dirname(id), path), fileName: packedName(path) });
          return `new URL(import.meta.ROLLUP_FILE_URL_${reference})`;
        });
        return started.replaceAll('import.meta.url', `new URL(${JSON.stringify(relative(folder, id))}, import.meta.url).href`);
      },
    },
  };
};

/** The program's own file, whoever starts it. */
export const packedName = (path: string): string => `${basename(path, '.ts')}.js`;

/** V8 keeps a text with any other character in twice the memory. No text of a tagged template is read raw by any part. */
export const plainLetters = (): Plugin => ({
  name: 'plain-letters',
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle))
      if (file.type === 'chunk') file.code = file.code.replace(/[^\0-\x7f]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
  },
});

/**
 * A module of Node's that is imported by name is asked for all it has, and node:http then loads a whole WebSocket client, node:tls every root certificate: 20 MB of
 * memory that nobody uses. Taken from the process, only what is used is looked up.
 */
const plainBuiltins = (): Plugin => ({
  name: 'plain-builtins',
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle))
      if (file.type === 'chunk')
        file.code = file.code.replace(/^import ([^"]+) from "(node:[\w/]+)";$/gm, (_, names: string, module: string) => taken(names, module));
  },
});

function taken(names: string, module: string): string {
  const from = `process.getBuiltinModule("${module}")`;
  const [, whole, some] = /^(?:\* as )?(\w[\w$]*)?(?:, )?(\{.*\})?$/s.exec(names) ?? [];
  return [whole, some?.replaceAll(/ as /g, ': ')].flatMap((what) => (what ? [`const ${what} = ${from};`] : [])).join(' ');
}

/** What a program loads as soon as it is started: everything it imports, and what those import. */
function loadedBy(graph: Rolldown.ChunkingContext, started: readonly string[]): ReadonlySet<string> {
  const found = new Set(started.map((path) => resolve(root, path)));
  for (const id of found) for (const imported of graph.getModuleInfo(id)?.importedIds ?? []) found.add(imported);
  return found;
}

/** A file costs a start about as much as 20 kB in it: what only the server needs is one file, and what its workers need as well is another. */
function serverFiles() {
  let sets: { readonly server: ReadonlySet<string>; readonly workers: ReadonlySet<string>; readonly every: ReadonlySet<string> } | undefined;
  return (id: string, graph: Rolldown.ChunkingContext) => {
    sets ??= { server: loadedBy(graph, ['src/main.ts']), workers: loadedBy(graph, ['src/db/list-worker.ts']), every: loadedBy(graph, ['src/cli/process.ts']) };
    if (!sets.server.has(id) || sets.every.has(id)) return null;
    return sets.workers.has(id) ? 'lists' : 'server';
  };
}

export default defineConfig({
  root,
  publicDir: false,
  plugins: [places(), plainLetters(), plainBuiltins()],
  // Native parts cannot be packed; drivers of databases and the making of a certificate are needed by few starts, and Fastify's own compilers and its way to be asked in process by none.
  ssr: {
    noExternal: true,
    external: [
      '@node-rs/argon2',
      '@zxcvbn-ts/language-common',
      '@node-rs/bcrypt',
      'mysql2',
      'pg',
      '@peculiar/asn1-schema',
      '@peculiar/asn1-x509',
      '@peculiar/x509',
      '@fastify/ajv-compiler',
      '@fastify/fast-json-stringify-compiler',
      'light-my-request',
    ],
  },
  build: {
    ssr: true,
    // Node 24 reads it as it is written.
    target: 'esnext',
    minify: false,
    rolldownOptions: {
      input: { process: 'src/cli/process.ts' },
      // All in one folder: whatever asks for its place then stands equally deep.
      output: {
        format: 'es',
        entryFileNames: '[name].js',
        chunkFileNames: '[name]-[hash].js',
        keepNames: true,
        comments: false,
        codeSplitting: { groups: [{ name: serverFiles() }] },
      },
    },
  },
});
