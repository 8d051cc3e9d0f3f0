// The configuration: one value made of reeve.toml, REEVE_* and flags, checked before anything else starts.
// Anyone may import it; only main.ts and the command line call `loadConfig`.
// It does not know what any setting does. Secrets in it (`adminPassword`, `database`) must not be printed.
export { configurationDocs } from '#config/docs.ts';
export { type Config, settings } from '#config/keys.ts';
export { ConfigFault, loadConfig, type Sources } from '#config/load.ts';
export type { DeclaredStore } from '#config/stores.ts';
export { isLoopback } from '#config/together.ts';
export { listenAddress } from '#config/values.ts';
