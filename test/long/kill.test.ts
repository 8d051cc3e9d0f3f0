import assert from 'node:assert/strict';
import { it } from 'node:test';
import { onBothDatabases } from '../databases.ts';
import { killAgainAndAgain } from '../processes/kills.ts';

onBothDatabases('a server that is killed under load', (open) => {
  it('two hundred times has kept every acknowledged change, nothing half-done, and a chain that holds', async () => {
    const { url, dataFolder } = await open();
    const acknowledged = await killAgainAndAgain({ data: dataFolder, database: url }, 200);
    assert.ok(acknowledged > 1_000, `only ${acknowledged} changes were acknowledged: this showed nothing`);
  });
});
