import assert from 'node:assert/strict';
import { it } from 'node:test';
import { onBothDatabases } from '../databases.ts';
import { killAgainAndAgain } from './kills.ts';

onBothDatabases('a server that is killed under load', (open) => {
  it('ten times has kept every acknowledged change, nothing half-done, and a chain that holds', async () => {
    const { url, dataFolder } = await open();
    const acknowledged = await killAgainAndAgain({ data: dataFolder, database: url }, 10);
    assert.ok(acknowledged > 50, `only ${acknowledged} changes were acknowledged: this showed nothing`);
  });
});
