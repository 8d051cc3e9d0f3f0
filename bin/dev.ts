// `npm run dev`: the web apps and the server from their sources; made or started again when one of those changes. Ctrl-C ends everything.
// Flags are for the server: npm run dev -- --port 9000. Knows when and in which order; what is built, build.ts knows, what is served, src/cli/process.ts.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { build } from '../src/build/build.ts';
import { readStamps, root, type Stamps } from '../src/build/stamps.ts';

type Server = { stop(): Promise<void> };

/** Looking is some milliseconds of work, and works on every file system; watchers lose files that editors replace. */
const lookMilliseconds = 300;

const say = (line: string) => void process.stderr.write(`${line}\n`);

let seen = readStamps();
let server: Server | undefined;
let stopping = false;

/** Somebody is waiting to see his change, and reads why he does not. */
function tell(fault: unknown): void {
  if (!stopping) say(fault instanceof Error ? fault.message : String(fault));
}

// With Ctrl-C a terminal tells everybody below it at once; another program may tell us alone. A second one ends us where we are.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void stop());

await buildWeb();
server = start();
for (;;) {
  await pause(lookMilliseconds);
  const now = look();
  const changed = (part: keyof Stamps) => now[part] !== seen[part];
  if (changed('server')) await restart();
  if (changed('web')) await buildWeb();
  seen = now;
}

/** Whoever changes a whole tree at once may take a folder away while it is looked through: then next time. */
function look(): Stamps {
  try {
    return readStamps();
  } catch {
    return seen;
  }
}

/** The apps before stay until the next ones are there. */
async function buildWeb(): Promise<void> {
  await build(['web'], say).catch(tell);
}

async function restart(): Promise<void> {
  await server?.stop();
  if (!stopping) server = start();
}

function start(): Server {
  const environment = { NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/reeve'), ...process.env };
  const words = ['--disable-warning=ExperimentalWarning', '--disable-proto=delete', join(root, 'src/cli/process.ts'), 'serve', ...process.argv.slice(2)];
  const child = spawn(process.execPath, words, { stdio: 'inherit', env: environment });
  let told = false;
  const ended = once(child, 'exit').then(() => {
    if (!told && !stopping) say('The server has ended. It starts again when a source changes.');
  }, tell);
  return {
    stop() {
      told = true;
      child.kill('SIGTERM');
      return ended;
    },
  };
}

/** A build that runs is taken along by build.ts. */
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await server?.stop();
  process.exit(0);
}
