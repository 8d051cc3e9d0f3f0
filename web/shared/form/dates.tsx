// From – until, each optional, typed in the reader's own time.
import { TextInput } from '@mantine/core';
import { form as say } from '../strings/form.ts';
import classes from './form.module.css';

export type Term = { readonly from: number; readonly until: number };

const two = (value: number) => String(value).padStart(2, '0');

export function toLocal(at: number): string {
  if (at === 0) return '';
  const date = new Date(at);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

export function fromLocal(typed: string): number {
  const at = typed === '' ? 0 : new Date(typed).getTime();
  return Number.isFinite(at) ? at : 0;
}

export const reversed = (term: Term) => term.from > 0 && term.until > 0 && term.until <= term.from;

type MomentFieldProps = {
  readonly label: string;
  readonly value: number;
  readonly onChange: (at: number) => void;
  readonly error?: string | undefined;
  readonly description?: string;
};

export function MomentField({ label, value, onChange, error, description }: MomentFieldProps) {
  return (
    <TextInput
      type="datetime-local"
      label={label}
      description={description}
      value={toLocal(value)}
      onChange={(event) => onChange(fromLocal(event.currentTarget.value))}
      error={error}
    />
  );
}

export function Dates({
  term,
  onChange,
  labels = { from: say.from, until: say.until },
}: {
  readonly term: Term;
  readonly onChange: (term: Term) => void;
  readonly labels?: { readonly from: string; readonly until: string };
}) {
  return (
    <div className={classes.dates}>
      <MomentField label={labels.from} value={term.from} onChange={(from) => onChange({ ...term, from })} />
      <MomentField
        label={labels.until}
        value={term.until}
        onChange={(until) => onChange({ ...term, until })}
        error={reversed(term) ? say.datesReversed : undefined}
      />
    </div>
  );
}
