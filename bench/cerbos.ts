// cerbos (bench/peers) with the policies of a bench organisation: a node's branch is a kind of resource, its leaf an action.
// Called by may-over-http.ts.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { freePort, open, type Started, wire } from './load.ts';
import type { Organisation } from './organisation.ts';

const binary = `${import.meta.dirname}/peers/node_modules/@cerbos/cerbos-linux-x64/cerbos-linux-x64`;
const startMillisecondsMax = 20_000;

/** '/permission/applications/bench/area000/branch1/leaf2' → kind 'area000-branch1', action 'leaf2'; a node above leaves is the action 'all' of itself. */
function resourceOf(path: string): { readonly kind: string; readonly action: string } {
  const [area = 'none', branch = 'top', leaf = 'all'] = path.split('/').slice(4);
  return { kind: `${area}_${branch}`, action: leaf };
}

/** What each kind lets which role do; a role that is allowed a node is allowed what lies below it. */
function policies({ allowed, paths }: Organisation): Map<string, Map<string, string[]>> {
  const kinds = new Map<string, Map<string, string[]>>();
  for (const path of paths) {
    const { kind, action } = resourceOf(path);
    const actions = kinds.get(kind) ?? new Map<string, string[]>();
    kinds.set(kind, actions);
    const roles = allowed.flatMap((top, role) => (path === top || path.startsWith(`${top}/`) ? [`role${role}`] : []));
    actions.set(action, roles);
  }
  return kinds;
}

function writePolicies(folder: string, organisation: Organisation) {
  mkdirSync(folder);
  for (const [kind, actions] of policies(organisation)) {
    const rules = [...actions].filter(([, roles]) => roles.length > 0).map(([action, roles]) => ({ actions: [action], effect: 'EFFECT_ALLOW', roles }));
    const none = [{ actions: ['nothing'], effect: 'EFFECT_DENY', roles: ['*'] }];
    const policy = { apiVersion: 'api.cerbos.dev/v1', resourcePolicy: { resource: kind, version: 'default', rules: rules.length > 0 ? rules : none } };
    writeFileSync(`${folder}/${kind}.json`, JSON.stringify(policy));
  }
}

export async function startCerbos(folder: string, organisation: Organisation): Promise<Started> {
  writePolicies(`${folder}/policies`, organisation);
  const [port, grpc] = [await freePort(), await freePort()];
  const config = {
    server: { httpListenAddr: `127.0.0.1:${port}`, grpcListenAddr: `127.0.0.1:${grpc}` },
    storage: { driver: 'disk', disk: { directory: `${folder}/policies`, watchForChanges: false } },
    telemetry: { disabled: true },
  };
  writeFileSync(`${folder}/cerbos.json`, JSON.stringify(config));
  const child = spawn(binary, ['server', `--config=${folder}/cerbos.json`, '--log-level=error'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, CERBOS_NO_TELEMETRY: '1' },
  });
  await answering(port);
  return { port, pid: child.pid ?? 0, stop: () => new Promise((resolve) => child.once('exit', () => resolve()).kill()) };
}

async function answering(port: number) {
  const begun = performance.now();
  for (;;) {
    const answer = await open(port)
      .then((connection) => connection.ask(wire({ method: 'GET', path: '/_cerbos/health' })).finally(() => connection.close()))
      .catch(() => null);
    if (answer?.status === 200) return;
    if (performance.now() - begun > startMillisecondsMax) throw new Error('cerbos does not start.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

type User = Organisation['users'][number];

export function cerbosQuestion(user: User, path: string): Buffer {
  const { kind, action } = resourceOf(path);
  const principal = { id: user.id, roles: user.roles.map((role) => `role${role}`) };
  return wire({
    method: 'POST',
    path: '/api/check/resources',
    body: { requestId: '1', principal, resources: [{ resource: { kind, id: '1' }, actions: [action] }] },
  });
}
