// What has to go where somebody may hold so many of something, begun from several places: of each place the newest few; and where all are too many, the oldest of the place
// that holds most. So whoever begins many from elsewhere pushes out his own, and nobody else's. Pure. Anyone may import it.

type Held = { readonly id: string; readonly place: string };
type Share = { readonly ofPlaceMax: number; readonly allMax: number };

/** `held` = newest first. Gives the ids of what goes. */
export function pushedOut(held: readonly Held[], { ofPlaceMax, allMax }: Share): readonly string[] {
  const byPlace = new Map<string, Held[]>();
  for (const one of held) byPlace.set(one.place, [...(byPlace.get(one.place) ?? []), one]);
  const out = [...byPlace.values()].flatMap((all) => all.splice(ofPlaceMax));
  for (let left = held.length - out.length; left > allMax; left -= 1) out.push(...fullest(byPlace).splice(-1));
  return out.map(({ id }) => id);
}

/** Of equally full ones, the one whose newest is oldest. */
const fullest = (byPlace: ReadonlyMap<string, Held[]>): Held[] => [...byPlace.values()].reduce((most, one) => (one.length >= most.length ? one : most), []);
