// A form that is saved as a whole: it keeps what is typed, follows what is saved elsewhere, puts refusals beside their fields, and offers the undo.
import type { ReactNode } from 'react';
import type { AnyOperation, InputOf, OutputOf } from '#contract.ts';
import { useChange } from '../shared/call/ask.ts';
import { useUndo } from '../shared/call/undo.ts';
import { useUnsaved } from '../shared/call/unsaved.tsx';
import type { Fields } from '../shared/form/fields.ts';
import { told, toldTrouble } from '../shared/show/toast.tsx';
import classes from './console.module.css';
import { SaveBar, useFollowing } from './save-bar.tsx';

const asItIs = (thrown: unknown) => thrown;

type Props<Op extends AnyOperation, V extends Readonly<Record<string, unknown>>> = {
  readonly operation: Op;
  readonly fields: Fields<V>;
  readonly version: number;
  readonly saved: V;
  readonly inputOf: (values: V) => InputOf<Op>;
  readonly valuesOf: (answer: OutputOf<Op>) => V;
  readonly says: string;
  readonly className?: string | undefined;
  /** What a refusal means here, where its fields are others than the form's. */
  readonly placed?: (thrown: unknown) => unknown;
  readonly children: ReactNode;
};

export function SaveForm<Op extends AnyOperation, V extends Readonly<Record<string, unknown>>>(props: Props<Op, V>) {
  const { operation, fields, version, saved, inputOf, valuesOf, says, className = classes.stack, placed = asItIs, children } = props;
  const save = useChange(operation);
  const undo = useUndo();
  useUnsaved(fields.typed, save.isPending);
  useFollowing(fields, { version, saved });
  const refuse = (thrown: unknown) => fields.refuse(placed(thrown), toldTrouble);
  const submit = () => {
    if (!fields.valid) return fields.leaveAll();
    const done = (answer: OutputOf<Op>) => {
      fields.begin(valuesOf(answer));
      told(says, undo(answer as object));
    };
    return save.mutate(inputOf(fields.values), { onSuccess: done, onError: refuse });
  };
  return (
    <form
      className={className}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {children}
      <SaveBar fields={fields} saved={saved} needs={String(operation.needs)} busy={save.isPending} />
    </form>
  );
}
