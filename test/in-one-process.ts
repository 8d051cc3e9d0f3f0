// Runs test files in one process of their own, and ends it when it hangs: what it was at, and what it waits for, is said before.
// Called by run.ts. What the process counts comes from report.ts.
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Report, Said } from './report.ts';

export type Limits = {
  readonly minutesMax: number;
  /** So long may a process say nothing: longer than one test may take. */
  readonly silentMinutesMax: number;
};

/** Node writes what a process waits for within this time after it was asked, unless it is blocked. */
const answerMillisecondsMax = 3_000;

/** Gives what the process counted; one that dies or hangs counts as one failure. `keep` = what must be done if this process ends first. */
export async function inOneProcess(
  files: readonly string[],
  { minutesMax, silentMinutesMax }: Limits,
  environment: NodeJS.ProcessEnv,
  keep: Set<() => void>,
): Promise<Report> {
  const answers = mkdtempSync(join(tmpdir(), 'reeve-tests-answers-'));
  const child = fork(
    'test/report.ts',
    files.map((file) => resolve(file)),
    {
      env: { ...process.env, ...environment, NODE_ENV: 'test' },
      execArgv: ['--report-on-signal', '--report-compact', '--report-exclude-env', `--report-directory=${answers}`],
    },
  );
  const kill = () => {
    child.kill('SIGKILL');
    rmSync(answers, { recursive: true, force: true });
  };
  keep.add(kill);
  let said = false;
  const hangs = (says: string) => {
    if (said) return;
    said = true;
    // It has ended meanwhile, or its answer is cut off: that it hung was said.
    void sayWhere(child, answers, says)
      .catch(() => undefined)
      .finally(kill);
  };
  try {
    return await reportOf(child, { minutesMax, silentMinutesMax }, hangs);
  } finally {
    kill();
    keep.delete(kill);
  }
}

async function reportOf(child: ChildProcess, { minutesMax, silentMinutesMax }: Limits, hangs: (says: string) => void): Promise<Report> {
  let report: Report | undefined;
  let at = 'nothing yet';
  const silence = () => hangs(`The tests have said nothing for ${silentMinutesMax} minutes and were stopped; they were at: ${at}`);
  const whole = setTimeout(() => hangs(`The tests took more than ${minutesMax} minutes and were stopped; they were at: ${at}`), minutesMax * 60_000);
  let silent = setTimeout(silence, silentMinutesMax * 60_000);
  // The only messages that report.ts sends.
  child.on('message', (said: Said) => {
    clearTimeout(silent);
    silent = setTimeout(silence, silentMinutesMax * 60_000);
    if ('at' in said) at = said.at;
    else report = said;
  });
  const how = await new Promise<string>((resolve) => child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`)));
  for (const timer of [whole, silent]) clearTimeout(timer);
  if (!report) console.log(`The tests ended before they were done (${how}); they were at: ${at}`);
  return report ?? { passed: 0, failed: 1, spent: [] };
}

/** What the process waits for. One that runs in a circle, or waits for a program by spawnSync, cannot answer, and that is said. */
async function sayWhere(child: ChildProcess, answers: string, says: string): Promise<void> {
  console.log(says);
  child.kill('SIGUSR2');
  await pause(answerMillisecondsMax);
  const [answer] = readdirSync(answers);
  if (!answer) return console.log('It does not answer: its event loop is blocked.');
  // Node's diagnostic report, of which only this is read.
  const { libuv } = JSON.parse(readFileSync(join(answers, answer), 'utf8')) as {
    readonly libuv: readonly { readonly type: string; readonly is_active: boolean }[];
  };
  const open = libuv.filter((handle) => handle.is_active).map((handle) => handle.type);
  console.log(`It waits for: ${open.join(', ')}`);
}
