import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { onBothDatabases } from '../databases.ts';
import { runReeve, startServer } from './server.ts';
import { until } from './until.ts';

onBothDatabases('The command line beside a running server', (open) => {
  it('changes the same data, is seen by the server, and asks it over HTTPS with a token', async () => {
    const { url: database, dataFolder: data } = await open();
    const words = join(data, 'words');
    writeFileSync(words, 'correct horse battery staple\n');
    const place = { data, database, env: { REEVE_TLS: 'on' } };
    const server = await startServer({ ...place, env: { ...place.env, REEVE_ADMIN_USER: 'admin', REEVE_ADMIN_PASSWORD: 'tulip-9 Orchard kettle' } });
    try {
      const host = async (...argv: string[]) => {
        const { code, said } = await runReeve(argv, place);
        assert.equal(code, 0, said);
        return said;
      };
      await host('user', 'add', 'robot', '--kind', 'program', '--role', 'admin');
      const { secret } = JSON.parse(await host('token', 'add', 'robot', '--name', 'test', '--json'));
      const far = { data: join(data, 'nothing-here'), env: { REEVE_URL: server.url, REEVE_TOKEN: secret } };
      const trusting = { ...far, env: { ...far.env, REEVE_CA: join(data, 'tls-cert.pem') } };

      const untrusted = await runReeve(['user', 'list'], far);
      assert.deepEqual([untrusted.code, /is not trusted .*--ca/.test(untrusted.said)], [5, true], untrusted.said);
      const added = await runReeve(['user', 'add', 'PRIMARY-anna', '--role', 'creator'], trusting);
      assert.equal(added.code, 0, added.said);
      assert.match((await runReeve(['user', 'list', '--role', 'creator'], trusting)).said, /PRIMARY-anna/);
      const taken = await runReeve(['user', 'add', 'PRIMARY-anna'], trusting);
      assert.deepEqual([taken.code, /The user name PRIMARY-anna is taken\./.test(taken.said)], [44, true], taken.said);
      assert.match(await host('user', 'show', 'PRIMARY-anna'), /user +PRIMARY-anna/);

      await host('backup', join(data, 'all.reeve'), '--passphrase-file', words);
      const refused = await runReeve(['restore', join(data, 'all.reeve'), '--passphrase-file', words], place);
      assert.deepEqual([refused.code, /Another server uses/.test(refused.said)], [12, true], refused.said);
      assert.match(await host('doctor'), /one runs in this data folder/);

      await host('user', 'lock', 'robot');
      await until(async () => (await runReeve(['user', 'list'], trusting)).code !== 0);
      const answer = await runReeve(['user', 'list'], trusting);
      assert.equal(answer.code, 41, answer.said);
      assert.match(await host('journal', 'verify'), /The journal is sound/);
    } finally {
      await server.stop();
    }
  });
});
