// The checks that are not tests: types, lint and form, dead code. `npm run check` runs them; so does the whole test run, before anything else.
// Each is one program with one verdict. The other rules of the house are tests (architecture, file length, docs).
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

type Check = { readonly name: string; readonly command: readonly string[] };

const server: readonly Check[] = [
  { name: 'types of the server', command: ['tsc', '-p', 'tsconfig.json'] },
  { name: 'lint and form', command: ['biome', 'check', '--error-on-warnings', '.'] },
  { name: 'dead code', command: ['knip'] },
];
const web: Check = { name: 'types of the web', command: ['tsc', '-p', 'web/tsconfig.json'] };

export type Tally = { readonly passed: number; readonly failed: number };

/** Runs every check, prints what the failing ones say, and counts. */
export function runChecks(): Tally {
  const checks = existsSync('web/tsconfig.json') ? [...server, web] : server;
  const passed = checks.filter(passes).length;
  return { passed, failed: checks.length - passed };
}

function passes({ name, command: [program = '', ...words] }: Check): boolean {
  const begun = performance.now();
  const done = spawnSync(`node_modules/.bin/${program}`, words, { encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(`${done.status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
  if (done.status !== 0) console.log(`${done.error?.message ?? ''}${done.stdout ?? ''}${done.stderr ?? ''}`);
  return done.status === 0;
}

if (import.meta.main) {
  const { passed, failed } = runChecks();
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}
