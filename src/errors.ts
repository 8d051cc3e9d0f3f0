// Refusals: every "no" that Reeve gives on purpose, with a stable code, one of seven kinds, and a sentence that says what to do. Their table is sentences/refusals.ts.
// Anyone may import it. It does not know HTTP, LDAP or exit codes: each edge maps the seven kinds to its own. Other languages are in languages/.
import { type Code, type Kind, refusals } from '#sentences/refusals.ts';
import { type Facts, inEnglish, type Sentence, say } from '#sentences/sentence.ts';

export type { Code, Kind };

/** What a rule says is data; `as-is` carries what somebody else has said. */
type RefusalFacts = Facts & { readonly says?: Sentence | readonly Sentence[] };
/** Without `says`, what the refusal itself says is about this field. */
export type FieldFault = { readonly field: string; readonly says?: Sentence; readonly said?: Sentence };
/** As a refusal keeps it: in English, and as data for whoever reads another language. */
type NamedFault = { readonly field: string; readonly says: string; readonly said: Sentence };

/** An answer, not an accident: thrown by rules, mapped by edges. `fields` name what is wrong with which input. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: Code;
  readonly facts: Facts;
  readonly fields: readonly NamedFault[];

  constructor(code: Code, facts: RefusalFacts = {}, fields: readonly FieldFault[] = []) {
    super(inEnglish(say(code, facts)));
    this.code = code;
    this.facts = facts;
    this.fields = fields.map(({ field, says, said = says ?? this.sentence }) => ({ field, says: inEnglish(said), said }));
  }

  /** What it says, as data. */
  get sentence(): Sentence {
    return say(this.code, this.facts);
  }

  get kind(): Kind {
    return refusals[this.code][0];
  }
}

/** What is wrong with several fields, one after another, for the sentence of them all. */
export const saidOf = (faults: readonly FieldFault[]): readonly Sentence[] => faults.flatMap(({ said, says = said }) => (says === undefined ? [] : [says]));
