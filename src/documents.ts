// The documents that are printed from the code, each with the path it lies at: `npm run docs` writes them, a test holds them to the code.
// Called by bin/print-docs.ts and the docs test. Knows no running Reeve, only what is declared.
import { configurationDocs } from '#config.ts';
import { errorsDocument } from './documents/errors.ts';
import { operationsDocument } from './documents/operations.ts';

export const documents: Readonly<Record<string, () => string>> = {
  'docs/configuration.md': configurationDocs,
  'docs/errors.md': errorsDocument,
  'docs/operations.md': operationsDocument,
};
