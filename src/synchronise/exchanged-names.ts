// Users who take one another's names all round, as two do who swap: none of them can be first, unless all give up theirs together.
// Called by take-users.ts for those who are left when everybody else has his name. Pure.
import type { Mapped } from '#users/mapped.ts';

type Standing = {
  /** Row key of a user who is here; undefined = he is not. */
  readonly rowOf: (user: Mapped) => number | undefined;
  readonly holderOf: (nameKey: string) => number | undefined;
};

/** Whoever waits for a name that would be free if he had his own. */
export function exchanging(waiting: readonly Mapped[], { rowOf, holderOf }: Standing): readonly Mapped[] {
  const byRow = new Map(waiting.map((user) => [rowOf(user), user]));
  const nextTo = ({ nameKey }: Mapped) => {
    const holder = holderOf(nameKey);
    return holder === undefined ? undefined : byRow.get(holder);
  };
  return waiting.filter((user) => {
    let other = nextTo(user);
    for (let steps = 1; other && other !== user && steps < waiting.length; steps++) other = nextTo(other);
    return other === user;
  });
}
