// `may()` in process, users warm, against casbin's enforceSync and against a bare loop over a Map and Sets: the same users, roles, nodes and questions.
// casbin is given a fair shape: one policy per role, no effect but "some allow"; who holds the role asked first, and beside it the path first, in which it is two to three times as fast.
import { openAuthorizer } from '#permissions/authorizer.ts';
import { type Bench, interleaved, perSecond, rateOf, ratioOf } from './frame.ts';
import { fillOrganisation, type Organisation, openBenchWorld, temporaryFolder } from './organisation.ts';

const size = { users: 100_000, roles: 1_000, nodes: 5_000, rolesOfUser: 2 };
const questionsCount = 262_144;
const roundMilliseconds = 400;
const rounds = 7;

type Question = { readonly user: string; readonly path: string };
/** Answers a question at once. */
type Answering = (question: Question) => boolean;

/** Half of them are about something the user may. Every text is a copy, as if it had come in with a request. */
function questionsOf({ users, allowed, paths }: Organisation): readonly Question[] {
  const asked = Array.from({ length: questionsCount }, (_, nth) => {
    const user = users[(nth * 7919) % users.length] ?? { id: '', no: 0, roles: [] };
    const own = allowed[user.roles[nth % user.roles.length] ?? 0] ?? '';
    return { user: user.id, path: nth % 2 === 0 ? own : (paths[(nth * 104_729) % paths.length] ?? '') };
  });
  return JSON.parse(JSON.stringify(asked)) as Question[];
}

/** The least that could give the same answers: role → every path it covers. */
function bareLoop({ users, allowed, paths }: Organisation): Answering {
  const rolesOf = new Map(users.map(({ id, roles }) => [id, roles]));
  const covered = allowed.map((top) => new Set(paths.filter((path) => path === top || path.startsWith(`${top}/`))));
  return ({ user, path }) => {
    for (const role of rolesOf.get(user) ?? []) if (covered[role]?.has(path)) return true;
    return false;
  };
}

/** keyMatch('/a/b/c', '/a/b*') is a prefix comparison; no name of ours is the beginning of another. */
const matchers = { roleFirst: 'g(r.sub, p.sub) && keyMatch(r.obj, p.obj)', pathFirst: 'keyMatch(r.obj, p.obj) && g(r.sub, p.sub)' };
const casbinModel = (matcher: string) => `
[request_definition]
r = sub, obj
[policy_definition]
p = sub, obj
[role_definition]
g = _, _
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = ${matcher}
`;

/** As much of casbin as is used here. It is a peer with a manifest of its own, so its types are not at hand where only Reeve is installed. */
type Casbin = {
  newEnforcer(model: unknown, adapter: unknown): Promise<{ enforceSync(...request: readonly string[]): boolean }>;
  newModelFromString(text: string): unknown;
  readonly StringAdapter: new (policy: string) => unknown;
};
const casbinModule: string = `${import.meta.dirname}/peers/node_modules/${'casbin'}/lib/cjs/index.js`;

async function casbin({ users, allowed }: Organisation, matcher: string): Promise<Answering> {
  const { newEnforcer, newModelFromString, StringAdapter }: Casbin = await import(casbinModule);
  const policies = allowed.map((path, role) => `p, role${role}, ${path}*`);
  const holders = users.flatMap(({ id, roles }) => roles.map((role) => `g, ${id}, role${role}`));
  const enforcer = await newEnforcer(newModelFromString(casbinModel(matcher)), new StringAdapter([...policies, ...holders].join('\n')));
  return ({ user, path }) => enforcer.enforceSync(user, path);
}

async function run() {
  const folder = temporaryFolder();
  const world = await openBenchWorld(folder.path);
  try {
    const organisation = await fillOrganisation(world, size);
    const authorizer = await openAuthorizer(world.db, world.changes);
    for (const { id } of organisation.users) await authorizer.subject(id);
    const ours: Answering = ({ user, path }) => authorizer.mayAtOnce(user, path, Date.now) === true;
    return await compare(questionsOf(organisation), {
      ours,
      bare: bareLoop(organisation),
      casbin: await casbin(organisation, matchers.roleFirst),
      pathFirst: await casbin(organisation, matchers.pathFirst),
    });
  } finally {
    await world.db.close();
    folder.remove();
  }
}

type Sides = { readonly ours: Answering; readonly bare: Answering; readonly casbin: Answering; readonly pathFirst: Answering };

async function compare(questions: readonly Question[], sides: Sides) {
  refuseDifference(questions, sides);
  const side = (answering: Answering, times: number) => () => {
    let asked = true;
    const rate = rateOf(
      (nth) => {
        const question = questions[nth % questionsCount];
        if (question) asked = answering(question) || asked;
      },
      { milliseconds: roundMilliseconds, times },
    );
    // Read, so that no answer can be optimised away.
    return asked ? rate : Number.NaN;
  };
  const found = await interleaved(
    { ours: side(sides.ours, 1_000), bare: side(sides.bare, 1_000), casbin: side(sides.casbin, 20), pathFirst: side(sides.pathFirst, 20) },
    rounds,
  );
  const says = (other: readonly number[]) => `${perSecond(found.ours)} against ${perSecond(other)}`;
  return [
    ratioOf('may-in-process/casbin', { ours: found.ours, theirs: found.casbin, says: says(found.casbin) }),
    ratioOf('may-in-process/casbin, path first', { ours: found.ours, theirs: found.pathFirst, says: says(found.pathFirst) }),
    ratioOf('may-in-process/bare', { ours: found.ours, theirs: found.bare, says: says(found.bare) }),
  ];
}

/** Speed counts only where the answers are the same. */
function refuseDifference(questions: readonly Question[], { ours, bare, casbin, pathFirst }: Sides) {
  for (const [nth, question] of questions.entries()) {
    const answer = bare(question);
    if (ours(question) !== answer) throw new Error(`Reeve answers ${!answer} to ${JSON.stringify(question)}`);
    if (nth < 500 && (casbin(question) !== answer || pathFirst(question) !== answer))
      throw new Error(`casbin answers ${!answer} to ${JSON.stringify(question)}`);
  }
}

export const bench: Bench = { name: 'may-in-process', run };
