// A form's state: values, which fields have been left, and what is wrong with them – judged by the contract's schema and said in our words.
import { useRef, useState } from 'react';
import type { TSchema } from 'typebox';
import { Errors } from 'typebox/value';
import { Problem } from '../call/problem.ts';
import { form as say } from '../strings/form.ts';
import { afterPress } from './after-press.ts';

export type Faults = Readonly<Record<string, string>>;

const fieldOf = (instancePath: string) => instancePath.split('/')[1] ?? '';

function sentence(keyword: string, params: object): string {
  const limit = 'limit' in params ? Number(params.limit) : 0;
  return say.faults[keyword]?.(limit) ?? say.invalid;
}

/** What the schema finds wrong, the first fault of each field. */
export function faultsOf(schema: TSchema, values: unknown): Faults {
  const found: Record<string, string> = {};
  for (const fault of Errors(schema, values)) {
    const field = fieldOf(fault.instancePath);
    if (field && !found[field]) found[field] = sentence(fault.keyword, fault.params);
  }
  return found;
}

export type Fields<V extends Readonly<Record<string, unknown>>> = {
  readonly values: V;
  readonly typed: boolean;
  readonly valid: boolean;
  readonly set: <K extends keyof V>(field: K, value: V[K]) => void;
  /** Props of a text field: its fault shows once it has been left, never before. */
  readonly text: <K extends keyof V & string>(
    field: K,
  ) => { name: string; value: string; onChange: (event: { currentTarget: { value: string } }) => void; onBlur: () => void; error: string | undefined };
  readonly faultOf: (field: keyof V & string) => string | undefined;
  readonly hasLeft: (field: keyof V & string) => boolean;
  readonly leave: (field: keyof V & string) => void;
  /** The same for `onBlur`: takes effect when what is being pressed is let go, unless that began the form anew. */
  readonly blur: (field: keyof V & string) => void;
  readonly leaveAll: () => void;
  /** Puts a refusal beside its fields; what belongs to no field is said elsewhere, or thrown on. */
  readonly refuse: (thrown: unknown, elsewhere?: (thrown: unknown) => void) => void;
  readonly begin: (values: V) => void;
  /** As `begin`, unless something was typed: also in this very moment, and not yet drawn. */
  readonly follow: (values: V) => void;
  /** Goes on from these, but for the fields that were typed into. */
  readonly rebase: (values: V) => void;
};

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** What the form began with, and what stands in it. Kept together: what follows what was saved elsewhere must not overtake what is being typed. */
type Held<V> = { readonly first: V; readonly values: V };

export const followed = <V>(held: Held<V>, next: V): Held<V> => (same(held.values, held.first) ? { first: next, values: next } : held);

export function rebased<V extends object>({ first, values }: Held<V>, next: V): Held<V> {
  // A field of one form is a field of the other.
  const typed = Object.fromEntries(Object.entries(values).filter(([name, value]) => !same(value, first[name as keyof V])));
  return { first: next, values: { ...next, ...typed } };
}

const throwOn = (thrown: unknown): never => {
  throw thrown;
};

/** `judge` says what is wrong with the values as they stand. */
export function useFields<V extends Readonly<Record<string, unknown>>>(start: V, judge: (values: V) => Faults): Fields<V> {
  const [held, setHeld] = useState<Held<V>>({ first: start, values: start });
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [refused, setRefused] = useState<Faults>({});
  const { first, values } = held;
  const faults = judge(values);
  const begun = useRef(0);
  const leave = (field: string) => setLeft((before) => new Set([...before, field]));
  const leaveNone = () => {
    begun.current += 1;
    setLeft(new Set());
  };
  const blur = (field: string) => {
    const at = begun.current;
    afterPress(() => {
      if (begun.current === at) leave(field);
    });
  };
  const set = <K extends keyof V>(field: K, value: V[K]) => {
    setHeld((before) => ({ ...before, values: { ...before.values, [field]: value } }));
    setRefused(({ [String(field)]: _, ...rest }) => rest);
  };
  const faultOf = (field: keyof V & string) => refused[field] ?? (left.has(field) ? faults[field] : undefined);
  return {
    values,
    typed: !same(values, first),
    valid: Object.keys(faults).length === 0,
    set,
    faultOf,
    hasLeft: (field) => left.has(field),
    leave,
    blur,
    // Also fields that nobody has typed into yet.
    leaveAll: () => setLeft(new Set([...Object.keys(values), ...Object.keys(faults)])),
    // A text field's value is text: the type parameter of `set` cannot see that from the field's name alone.
    text: (field) => ({
      name: field,
      value: String(values[field] ?? ''),
      onChange: (event) => set(field, event.currentTarget.value as V[typeof field]),
      onBlur: () => blur(field),
      error: faultOf(field),
    }),
    refuse: (thrown, elsewhere = throwOn) => {
      const fields = thrown instanceof Problem ? thrown.fields.filter((each) => each.field in values) : [];
      setRefused(Object.fromEntries(fields.map((each) => [each.field, each.says])));
      if (fields.length === 0) elsewhere(thrown);
    },
    begin: (next) => {
      setHeld({ first: next, values: next });
      leaveNone();
      setRefused({});
    },
    follow: (next) => setHeld((before) => followed(before, next)),
    rebase: (next) => {
      setHeld((before) => rebased(before, next));
      leaveNone();
      setRefused({});
    },
  };
}
