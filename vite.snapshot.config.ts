// How the program of a startup snapshot is packed (src/build/snapshot.ts): src/cli/snapshot.ts and all it needs in one CommonJS file, as a snapshot wants it.
// Lies beside the packed server, whose workers it starts. Not minified, names kept, as the server is (vite.server.config.ts).
import { METHODS, STATUS_CODES } from 'node:http';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { openAtNeed } from './src/build/at-need.ts';
import { packedServer, readStamps } from './src/build/stamps.ts';
import server, { packedName, plainLetters, startedPrograms } from './vite.server.config.ts';

const root = import.meta.dirname;
const packed = dirname(packedServer(readStamps()));
const urlOf = (path: string): string => JSON.stringify(pathToFileURL(path).href);

/** Programs that are started by path are the packed server's; any other address of a source is where it lies. */
const addresses = (): Plugin => ({
  name: 'addresses',
  enforce: 'pre',
  transform: {
    filter: { id: `${root}/src/**`, code: 'import.meta.url' },
    handler: (code, id) =>
      code.replace(startedPrograms, (_, path: string) => `new URL(${urlOf(join(packed, packedName(path)))})`).replaceAll('import.meta.url', urlOf(id)),
  },
});

/**
 * What every Node has loaded when it starts, or loads without anything native. Whatever else a snapshot held, its workers could not load a second time: an assertion of
 * Node 24 (IsolateData) ends the process.
 */
const ready =
  /^(?:node:)?(?:async_hooks|buffer|diagnostics_channel|events|fs|path|perf_hooks|process|querystring|stream|string_decoder|timers\/promises|url|util|vm)$/;

/** What is not ready, or not packed, is loaded when it is asked for something (src/build/at-need.ts). */
const atNeed = (): Plugin => ({
  name: 'at-need',
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) if (file.type === 'chunk') file.code = `${prelude()}\n${loadedAtNeed(file.code)}`;
  },
});

function loadedAtNeed(packedCode: string): string {
  const code = packedCode
    .replace(/\brequire\("([^"]+)"\)/g, (whole, name: string) => (ready.test(name) ? whole : `atNeed("${name}")`))
    .replace(/\bimport\("/g, 'importAtNeed("');
  // As the packer writes it, it would look at each thing a module has, which loads what is behind it.
  return code.replace(/^(\w+) = __toESM\(\1(?:, 1)?\);$/gm, '$1 = withDefault($1);');
}

/** pino asks who has called it, for transports, of which we have none. To answer, V8 looks through the whole packed file for the ends of its lines. */
const noCallers = (): Plugin => {
  let found = false;
  return {
    name: 'no-callers',
    transform: {
      filter: { id: /\/pino\/lib\/caller\.js$/ },
      handler: () => {
        found = true;
        return 'module.exports = () => [];';
      },
    },
    generateBundle: () => {
      if (!found) throw new Error('pino has no lib/caller.js any more: see who looks for its callers now (noCallers in vite.snapshot.config.ts).');
    },
  };
};

/** What packages ask while they are loaded. The host's name is for a line of the log that we do not write (src/log.ts). */
const told: Readonly<Record<string, string>> = {
  http: JSON.stringify({ METHODS, STATUS_CODES }),
  os: '{ hostname: () => "" }',
  worker_threads: '{ isMainThread: true }',
};

function prelude(): string {
  const modules = Object.entries(told).flatMap(([name, says]) => [`"${name}": ${says}`, `"node:${name}": ${says}`]);
  return `const { atNeed, importAtNeed, withDefault } = (${openAtNeed.toString()})({ ${modules.join(', ')} });`;
}

export default defineConfig({
  ...server,
  plugins: [addresses(), noCallers(), plainLetters(), atNeed()],
  build: {
    ...server.build,
    rolldownOptions: {
      input: { snapshot: 'src/cli/snapshot.ts' },
      output: { format: 'cjs', entryFileNames: '[name].cjs', keepNames: true, comments: false, codeSplitting: false },
    },
  },
});
