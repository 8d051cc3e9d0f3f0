// The documents that are printed from what rooms declare, each with its name in docs/.
// Called by src/cli/docs.ts, which adds the command line's own. Knows no running Reeve, only what is declared.
import { configurationDocs } from '#config.ts';
import { delegationDocument } from './documents/delegation.ts';
import { errorsDocument } from './documents/errors.ts';
import { operationsDocument } from './documents/operations.ts';

export const documents: Readonly<Record<string, () => string>> = {
  configuration: configurationDocs,
  delegation: delegationDocument,
  errors: errorsDocument,
  operations: operationsDocument,
};
