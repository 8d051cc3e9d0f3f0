import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { MasterKeyFault, masterKeyFile, openMasterKey } from './master-key.ts';

describe('the master key', () => {
  const folder = mkdtempSync(join(tmpdir(), 'reeve-master-'));
  after(() => rmSync(folder, { recursive: true }));
  const place = { data: folder, masterKeyFile: '' };

  it('is made once, for its owner only, and gives the same keys ever after', () => {
    const first = openMasterKey(place);
    assert.equal(statSync(masterKeyFile(place)).mode & 0o777, 0o600);
    assert.deepEqual(openMasterKey(place).derive('a', 32), first.derive('a', 32));
    assert.notDeepEqual(first.derive('a', 32), first.derive('b', 32));
  });

  it('that was named and is not there, or is no key, is refused in words', () => {
    const named = { data: folder, masterKeyFile: join(folder, 'copied') };
    assert.throws(
      () => openMasterKey(named),
      (fault: unknown) => fault instanceof MasterKeyFault && /Copy it from a node/.test(fault.message),
    );
    writeFileSync(named.masterKeyFile, 'short');
    assert.throws(
      () => openMasterKey(named),
      (fault: unknown) => fault instanceof MasterKeyFault && /64 hexadecimal/.test(fault.message),
    );
  });
});
