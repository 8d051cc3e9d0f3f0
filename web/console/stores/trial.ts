// A look at a store whose settings are only typed: asked when told to, each answer kept beside what was asked, so that an old one is never taken for the new.
// What is typed holds a password, so nothing of this goes into the query cache. Knows no screen.
import { useDebouncedValue } from '@mantine/hooks';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { AnyOperation, InputOf, OutputOf } from '#contract.ts';
import { useCall } from '../../shared/call/ask.ts';

type Told<O> = { readonly answer: O | null; readonly thrown: unknown };
type State<O> = Told<O> & {
  /** What the answer belongs to. */
  readonly of: string;
  readonly asking: string;
};

export type Trial<T extends AnyOperation> = State<OutputOf<T>> & {
  /** Null = another question came meanwhile, or the screen went away. */
  readonly run: (input: InputOf<T>) => Promise<Told<OutputOf<T>> | null>;
  readonly isOf: (input: InputOf<T>) => boolean;
};

export function useTrial<T extends AnyOperation>(operation: T): Trial<T> {
  const call = useCall();
  const [state, setState] = useState<State<OutputOf<T>>>({ of: '', asking: '', answer: null, thrown: null });
  const last = useRef<AbortController | null>(null);
  useEffect(() => () => last.current?.abort(), []);
  const run = useCallback(
    async (input: InputOf<T>) => {
      last.current?.abort();
      const mine = new AbortController();
      last.current = mine;
      const of = JSON.stringify(input);
      setState((before) => ({ ...before, asking: of }));
      const told = await call(operation, input, mine.signal).then(
        (answer): Told<OutputOf<T>> => ({ answer, thrown: null }),
        (thrown: unknown): Told<OutputOf<T>> => ({ answer: null, thrown }),
      );
      if (mine.signal.aborted) return null;
      setState({ ...told, of, asking: '' });
      return told;
    },
    [call, operation],
  );
  return { ...state, run, isOf: (input) => state.of === JSON.stringify(input) };
}

type Following = { readonly when: boolean; readonly afterMs: number };

/** Asks by itself, anew whenever what is typed has changed and come to rest. */
export function useFollowing<T extends AnyOperation>({ of, asking, run }: Trial<T>, input: InputOf<T>, { when, afterMs }: Following): void {
  const typed = JSON.stringify(input);
  const [settled] = useDebouncedValue(typed, afterMs);
  const isDue = when && settled === typed && of !== typed && asking !== typed;
  useEffect(() => {
    // What was written from an input a moment ago.
    if (isDue) void run(JSON.parse(settled) as InputOf<T>);
  }, [isDue, settled, run]);
}
