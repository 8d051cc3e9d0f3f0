import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';

/** What the process does after it was told to stop; `stopped` as the server would give it. */
function endOf(stopped: string, kept = '') {
  const module = new URL('stop-within.ts', import.meta.url).href;
  const program = `import { stopWithin } from '${module}'; ${kept} await stopWithin(${stopped}, 0.2);`;
  return spawnSync(process.execPath, ['--input-type=module', '--eval', program], { timeout: 60_000, encoding: 'utf8' });
}
const open = "import { createServer } from 'node:net'; createServer().listen(0, '127.0.0.1');";

describe('ending a server', () => {
  it('waits no longer than it may for what does not stop', () => {
    assert.equal(endOf('new Promise(() => {})', open).status, 0);
  });

  it('does not stay for a connection that nobody closes, after all has stopped', () => {
    assert.equal(endOf('Promise.resolve()', open).status, 0);
  });

  it('keeps the exit code of a fault', () => {
    assert.equal(endOf('Promise.resolve()', `${open} process.exitCode = 7;`).status, 7);
  });

  it('ends at once where nothing is left', () => {
    assert.equal(endOf('Promise.resolve()').status, 0);
  });
});
