// The port of user stores, on a real PostgreSQL and a real MariaDB: tables as an application might have made them, and those of WSO2.
import { after, before } from 'node:test';
import { mariadbTables, postgresTables } from './outside/application-tables.ts';
import { fill, implementationOn, type Owner, type Tables } from './outside/sql.ts';
import { type Ground, type MariadbServer, mariadbGround, postgresGround, startMariadbServer } from './outside/sql-servers.ts';
import { wso2Tables } from './outside/wso2-tables.ts';
import type { Implementation } from './stores/implementation.ts';
import { conformsAsUserStore, type Lacks } from './stores.ts';

let server: MariadbServer | undefined;
before(async () => {
  server = await startMariadbServer();
});
after(async () => {
  await server?.mariadb.stop();
});

async function onGround({ place, owner, stop }: Ground, make: (owner: Owner) => Tables): Promise<Implementation> {
  const tables = make(owner);
  await fill(owner, tables);
  return implementationOn(place, tables, stop);
}
const onPostgres = async (make: (owner: Owner) => Tables) => onGround(await postgresGround(), make);
const onMariadb = async (make: (owner: Owner) => Tables) => {
  if (!server) throw new Error('MariaDB did not start.');
  return onGround(await mariadbGround(server), make);
};

const lacks: Lacks = {
  'a group in a group is a member of it, and a ring of groups ends': 'a table of members names users only',
  'a locked user is told apart': 'tables say nothing of it that Reeve reads',
  'an expired password is told apart, once it was right': 'tables say nothing of it that Reeve reads',
  'an account that has ended is told apart, once the password was right': 'tables say nothing of it that Reeve reads',
  'a password that the store’s policy refuses is refused with its reason': 'a database has no policy for passwords',
};
const lacksOfWso2: Lacks = {
  ...lacks,
  'a user who is disabled there is shown so': 'WSO2 keeps it outside of these tables',
  'a disabled user is told apart, once his password was right': 'WSO2 keeps it outside of these tables',
  'a user is disabled and enabled, and may be said twice': 'WSO2 keeps it outside of these tables',
  'after a mark only what changed is read': 'no column tells of a changed attribute: everything is read',
  'after a mark with nothing changed, nothing of long before is read, and the mark stays good': 'no column tells of a changed attribute: everything is read',
};

conformsAsUserStore('PostgreSQL', () => onPostgres(postgresTables), lacks);
conformsAsUserStore('MariaDB', () => onMariadb(mariadbTables), lacks);
conformsAsUserStore('WSO2 on PostgreSQL', () => onPostgres((owner) => wso2Tables(owner, 'postgres')), lacksOfWso2);
conformsAsUserStore('WSO2 on MariaDB', () => onMariadb((owner) => wso2Tables(owner, 'mariadb')), lacksOfWso2);
