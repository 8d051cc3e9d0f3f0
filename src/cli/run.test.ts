import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { command, parseArguments, UsageFault } from './arguments.ts';
import { width } from './columns.ts';
import { commands } from './commands.ts';
import { openOutput } from './output.ts';
import { runCommandLine } from './run.ts';

async function reeve(...argv: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runCommandLine({ argv, env: {}, stdout: { write: (text) => out.push(text) }, stderr: { write: (text) => err.push(text) } });
  return { code, out: out.join(''), err: err.join('') };
}

test('an unknown command or flag is answered with the nearest right one and exit code 2', async () => {
  assert.deepEqual(await reeve('dcos'), { code: 2, out: '', err: 'reeve: There is no command dcos. Did you mean docs? reeve --help lists them all.\n' });
  assert.match((await reeve('docs', '--wirte', 'x')).err, /There is no flag --wirte\. Did you mean --write\?\n$/);
  assert.match((await reeve('docs')).err, /DOCUMENT is missing\. Usage: reeve docs DOCUMENT\n$/);
});

test('help is printed for everything', async () => {
  assert.match((await reeve()).out, /reeve docs/);
  assert.match((await reeve('docs', '--help')).out, /Usage: reeve docs DOCUMENT \[flags\](.|\n)*--write/);
});

const sample = command({
  name: 'user add',
  summary: 'Add a user.',
  usage: 'NAME [FILE]',
  flags: { mustChange: { type: 'boolean', summary: 'x' }, role: { type: 'list', summary: 'x' }, days: { type: 'number', summary: 'x' } },
  run: async () => 0,
});

test('words become flags, operands and settings', () => {
  const parsed = parseArguments(sample, ['anna', '--must-change', '--role', 'a,b', '--role=c', '--days', '3', '--port', '9000', '--json']);
  assert.deepEqual(parsed.flags, { mustChange: true, role: ['a', 'b', 'c'], days: 3 });
  assert.deepEqual([parsed.operands, parsed.settings, parsed.globals.json], [['anna'], ['--port=9000'], true]);
});

for (const words of [['anna', '--days', 'x'], ['anna', '--days'], ['anna', '--must-change=yes'], ['a', 'b', 'c'], [], ['anna', '--admin-password=x']]) {
  test(`the words ${JSON.stringify(words)} are refused`, () => {
    assert.throws(() => parseArguments(sample, words), UsageFault);
  });
}

test('each file that exports a command is in the list of commands', () => {
  const folder = new URL('./', import.meta.url);
  const files = readdirSync(folder).filter(
    (name) => /^[a-z-]+\.ts$/.test(name) && readFileSync(new URL(name, folder), 'utf8').includes('export const command:'),
  );
  assert.deepEqual(files.map((name) => basename(name, '.ts')).sort(), Object.keys(commands).sort());
});

test('tables fit the terminal, count wide letters, and let no control character through', async () => {
  const out: string[] = [];
  const stdout = { write: (text: string) => out.push(text), isTTY: true, columns: 30 };
  const output = openOutput({ stdout, stderr: stdout, json: false, env: { NO_COLOR: '1' }, now: () => 0 });
  const columns = [
    { title: 'name', value: (row: string) => row, shrink: true },
    { title: 'n', value: () => 7, align: 'right' as const },
  ];
  await output.table(columns, ['東京', `\u001b[2J${'x'.repeat(60)}`]);
  const lines = out.join('').trimEnd().split('\n');
  assert.ok(
    lines.every((line) => width(line) <= 30),
    lines.join('|'),
  );
  assert.ok(!out.join('').includes('\u001b') && lines.some((line) => line.includes('…')));
});

test('the launcher is found through a symbolic link from another folder', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'reeve-launcher-'));
  t.after(() => rmSync(folder, { recursive: true }));
  symlinkSync(fileURLToPath(new URL('../../bin/reeve', import.meta.url)), join(folder, 'one'));
  symlinkSync('one', join(folder, 'two'));
  assert.match(execFileSync(join(folder, 'two'), ['--help'], { cwd: '/', encoding: 'utf8' }), /Reeve says who every user is/);
  assert.equal(spawnSync(join(folder, 'two'), ['nonsense-word'], { cwd: '/' }).status, 2);
});
