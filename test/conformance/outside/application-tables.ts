// Tables as some application might have made them. Names, types, keys and the format of passwords differ with the database, so that both are tried.
// Called by stores-sql.test.ts.
import { createHash, randomBytes } from 'node:crypto';
import { hashSync } from '@node-rs/bcrypt';
import { blankSettings, type SqlSettings } from '#stores/settings-contract.ts';
import type { OutsideUser } from '../stores/implementation.ts';
import type { Owner, Tables } from './sql.ts';

const longAgo = '2024-01-01 00:00:00';
const { passwordFormat } = blankSettings.sql;
const named = {
  userTable: 'people',
  userKey: 'id',
  userName: 'login',
  mapping: { givenName: 'first name', familyName: 'last', shownName: 'shown', mail: 'mail', title: 'title' },
  userMustChange: 'must_change',
  userChanged: 'updated',
  password: 'secret',
  groupKey: 'id',
  groupName: 'name',
  memberTable: 'team_people',
  memberGroup: 'team',
  memberUser: 'person',
} as const satisfies Partial<SqlSettings>;

/** Keys that the database counts, ten apart so that one with another last digit is nobody's; `active` users; bcrypt of long ago, and Argon2 since. */
export function postgresTables(owner: Owner): Tables {
  const addUser = ({ name, givenName, familyName, mail, password }: OutsideUser, isOld: boolean) =>
    owner.run('insert into people (login, "first name", last, shown, mail, secret, updated) values (?, ?, ?, ?, ?, ?, coalesce(?::timestamptz, now()))', [
      name,
      givenName,
      familyName,
      `${givenName} ${familyName}`,
      mail,
      hashSync(password, 4),
      isOld ? longAgo : null,
    ]);
  return {
    settings: { ...named, groupTable: 'public.teams', userEnabled: 'active', passwordFormat: { ...passwordFormat, format: 'argon2' } },
    made: [
      `create table people (id bigint generated always as identity (start with 1005 increment by 10) primary key, login text not null unique, "first name" text, last text,
        shown text, mail text, title text, active boolean not null default true, must_change boolean not null default false, secret text,
        updated timestamptz not null default now())`,
      'create table teams (id int generated always as identity (start with 1005 increment by 10) primary key, name text not null unique)',
      'create table team_people (team int references teams, person bigint references people, primary key (team, person))',
    ],
    addUser,
    outside: {
      ...outside(owner, addUser),
      disable: (name) => owner.run('update people set active = false where login = ?', [name]),
      requireChange: (name) => owner.run('update people set must_change = true where login = ?', [name]),
    },
  };
}

/** Keys that are UUIDs in text; a moment at which an account was `closed`; SHA-256 behind a salt in a column of its own; Y and N. */
export function mariadbTables(owner: Owner): Tables {
  const addUser = ({ name, givenName, familyName, mail, password }: OutsideUser, isOld: boolean) => {
    const salt = randomBytes(8);
    const digest = createHash('sha256').update(salt).update(password).digest('hex');
    return owner.run(
      `insert into people (id, login, \`first name\`, last, shown, mail, secret, pepper, updated) values (uuid(), ?, ?, ?, ?, ?, ?, ?, coalesce(?, now()))`,
      [name, givenName, familyName, `${givenName} ${familyName}`, mail, digest, salt.toString('hex'), isOld ? longAgo : null],
    );
  };
  return {
    settings: {
      ...named,
      groupTable: 'teams',
      userDisabled: 'closed',
      salt: 'pepper',
      passwordFormat: { ...passwordFormat, format: 'sha-256', salt: 'before', saltForm: 'hex' },
    },
    made: [
      `create table people (id char(36) primary key, login varchar(255) not null unique, \`first name\` varchar(100), last varchar(100), shown varchar(200), mail varchar(200),
        title text, closed datetime, must_change char(1) not null default 'N', secret char(64), pepper varchar(64), updated timestamp not null default current_timestamp)`,
      'create table teams (id int primary key auto_increment, name varchar(100) not null unique)',
      'create table team_people (team int, person char(36), primary key (team, person), foreign key (team) references teams (id), foreign key (person) references people (id))',
    ],
    addUser,
    outside: {
      ...outside(owner, addUser),
      disable: (name) => owner.run('update people set closed = now() where login = ?', [name]),
      requireChange: (name) => owner.run("update people set must_change = 'Y' where login = ?", [name]),
    },
  };
}

const outside = (owner: Owner, addUser: Tables['addUser']): Tables['outside'] => ({
  changeMail: (name, mail) => owner.run('update people set mail = ?, updated = current_timestamp where login = ?', [mail, name]),
  rename: (name, next) => owner.run('update people set login = ?, updated = current_timestamp where login = ?', [next, name]),
  async deleteUser(name) {
    await owner.run('delete from team_people where person in (select id from people where login = ?)', [name]);
    await owner.run('delete from people where login = ?', [name]);
  },
  async addGroup(name, { users }) {
    await owner.run('insert into teams (name) values (?)', [name]);
    for (const user of users) await join(owner, name, user);
  },
  addUserToGroup: (group, member) => join(owner, group, member),
  removeUserFromGroup: (group, member) =>
    owner.run('delete from team_people where team in (select id from teams where name = ?) and person in (select id from people where login = ?)', [
      group,
      member,
    ]),
  async deleteGroup(name) {
    await owner.run('delete from team_people where team in (select id from teams where name = ?)', [name]);
    await owner.run('delete from teams where name = ?', [name]);
  },
  async addSpoiledUser(name) {
    await addUser({ name, givenName: 'x', familyName: 'x', mail: `${name}@example.test`, password: 'x' }, false);
    await owner.run('update people set title = ? where login = ?', ['x'.repeat(5_000), name]);
    return /title.* longer than 1024 letters/;
  },
});

const join = (owner: Owner, group: string, member: string): Promise<void> =>
  owner.run('insert into team_people (team, person) select t.id, p.id from teams t, people p where t.name = ? and p.login = ?', [group, member]);
