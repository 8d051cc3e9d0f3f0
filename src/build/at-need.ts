// What a startup snapshot cannot hold is loaded by whoever first uses it, and not while the snapshot is made.
// Written into the packed program by vite.snapshot.config.ts, as text: it stands alone, without anything imported.

type Module = Readonly<Record<PropertyKey, unknown>>;
type Use = (...words: unknown[]) => unknown;
/** A program that starts from a snapshot brings what code of the snapshot has not: ways to load. */
export type Loaders = { readonly require: (name: string) => Module; readonly load: (name: string) => Promise<Module> };
/** What of a module may be said while the snapshot is made, without loading it. */
type Told = Readonly<Record<string, Module>>;

export function openAtNeed(told: Told) {
  const loaders = (): Loaders | undefined => (globalThis as { fromSnapshot?: { loaders?: Loaders } }).fromSnapshot?.loaders;

  function load(name: string): Module {
    const found = loaders()?.require(name);
    if (found) return found;
    throw new Error(`${name} is used while a startup snapshot is made, and would be the same for all who start from it: use it when it is needed.`);
  }

  /** What may be called, and be made with `new`. */
  // biome-ignore lint/complexity/useArrowFunction: nothing can be made with `new` out of an arrow function
  const anything = () => function () {} as unknown as Use;

  /** Stands for something of a module, which whoever is loaded now keeps for later. */
  const later = (find: () => unknown): unknown =>
    new Proxy(anything(), {
      get: (_, key) => (find() as Module)[key],
      apply: (_, self, words) => Reflect.apply(find() as Use, self, words),
      construct: (_, words) => Reflect.construct(find() as new (...words: unknown[]) => object, words),
    });

  function atNeed(name: string): unknown {
    let found: Module | undefined;
    const whole = (): Module => {
      found ??= load(name);
      return found;
    };
    const part = (key: PropertyKey): unknown => whole()[key] ?? (key === 'default' ? whole() : undefined);
    return new Proxy(anything(), {
      get: (_, key) => (loaders() ? part(key) : (told[name]?.[key] ?? later(() => part(key)))),
      apply: (_, self, words) => Reflect.apply(whole() as unknown as Use, self, words),
      construct: (_, words) => Reflect.construct(whole() as unknown as new (...words: unknown[]) => object, words),
    });
  }

  const withDefault = (module: object): object => Object.create(module, { default: { value: module } });

  return { atNeed, withDefault, importAtNeed: (name: string) => loaders()?.load(name) };
}
