// How an app's addresses become screens: each screen is loaded when first opened, or when the pointer comes near its link.
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect, type StaticDataRouteOption } from '@tanstack/react-router';
import type { FunctionComponent } from 'react';
import { parseSearch, stringifySearch } from './address.ts';
import type { Ahead } from './ahead.ts';
import { Broken, Missing, Waiting } from './states.tsx';

type Screens = Readonly<Record<string, () => Promise<Readonly<Record<string, unknown>>>>>;
/** `ahead`: known once the screen has been loaded. */
type Screen = FunctionComponent & { readonly ahead?: Ahead };

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    ahead?: Ahead | undefined;
  }
}
type Addresses = { readonly basepath: string; readonly frame: FunctionComponent; readonly screens: Screens; readonly home?: string };

/** A screen's file exports one component; the router takes the first function of its exports. */
const screenOf = (load: Screens[string], known: StaticDataRouteOption) => async () => {
  const found = Object.values(await load()).find((each): each is Screen => typeof each === 'function');
  if (!found) throw new Error('A screen must export its component.');
  known.ahead = found.ahead;
  return { Screen: found };
};

export function makeRouter({ basepath, frame, screens, home }: Addresses) {
  const root = createRootRoute({ component: frame, notFoundComponent: Missing });
  const routes = Object.entries(screens).map(([path, load]) => {
    const staticData: StaticDataRouteOption = {};
    const component = lazyRouteComponent(screenOf(load, staticData), 'Screen');
    return createRoute({ getParentRoute: () => root, path, component, staticData, errorComponent: Broken });
  });
  const homes = home
    ? [
        createRoute({
          getParentRoute: () => root,
          path: '/',
          beforeLoad: () => {
            throw redirect({ to: home, replace: true });
          },
        }),
      ]
    : [];
  return createRouter({
    routeTree: root.addChildren([...homes, ...routes]),
    basepath,
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultPendingMs: 300,
    defaultPendingComponent: Waiting,
    trailingSlash: 'never',
  });
}
