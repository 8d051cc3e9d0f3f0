// A question that a call to the API may put to whoever sits there, answered by a dialog of the frame: all calls that wait for it get the one answer.

export type Question = {
  readonly ask: () => Promise<boolean>;
  readonly subscribe: (heard: () => void) => () => void;
  readonly open: () => boolean;
  readonly answer: (yes: boolean) => void;
};

export function makeQuestion(): Question {
  const heard = new Set<() => void>();
  let waiting: ((yes: boolean) => void)[] = [];
  const tell = () => {
    for (const each of heard) each();
  };
  return {
    ask: () =>
      new Promise<boolean>((resolve) => {
        waiting = [...waiting, resolve];
        tell();
      }),
    subscribe: (each) => {
      heard.add(each);
      return () => heard.delete(each);
    },
    open: () => waiting.length > 0,
    answer: (yes) => {
      const all = waiting;
      waiting = [];
      tell();
      for (const each of all) each(yes);
    },
  };
}

export const noQuestion: Question = { ask: () => Promise.resolve(false), subscribe: () => () => {}, open: () => false, answer: () => {} };
