// Goes on where the startup snapshot ends: bin/reeve starts Node with both. The program is loaded already (src/cli/snapshot.ts); how to load more is told from here.
void globalThis.fromSnapshot.start({ require, load: (name) => import(name) });
