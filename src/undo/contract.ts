// What the outside may ask about taking back one entry of the journal.
// Imported by the browser; imports nothing of the house but #contract.ts. Knows no rule.
import { Type } from 'typebox';
import { closed, operation } from '#contract.ts';

const number = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, description: 'number of an entry of the journal' });
const Sentences = Type.Array(Type.String());

export const undoable = operation({
  name: 'journal.undoable',
  method: 'GET',
  path: '/journal/{number}/undo',
  summary: 'Whether you could take back this entry now, what that would change, and if not, why.',
  needs: 'self',
  input: closed({ number }),
  output: closed({
    can: Type.Boolean(),
    /** Code of the refusal when not; else empty. */
    code: Type.String(),
    says: Type.String(),
    changes: Sentences,
    /** What was changed since by somebody else, with both values: it stays as it is. */
    conflicts: Sentences,
  }),
  refusals: ['entry.missing'],
});

export const undo = operation({
  name: 'journal.undo',
  method: 'POST',
  path: '/journal/{number}/undo',
  summary: 'Take back one entry of the journal, under your own rights: a new change that puts back what nobody has changed since.',
  needs: 'self',
  input: closed({ number }),
  output: closed({ numbers: Type.Array(Type.Integer(), { description: 'the new entries' }), changes: Sentences, conflicts: Sentences }),
  refusals: [
    'entry.missing',
    'undo.not',
    'undo.conflict',
    'undo.done',
    'permission.denied',
    'target.holds-more',
    'role.may-not-give',
    'self.refused',
    'admin.last',
    'store.apart',
    'store.refused',
    'store.unavailable',
    'store.unsure',
  ],
});

export const undoOperations = [undoable, undo] as const;
