// How an app's addresses become screens: each screen is loaded when first opened, or when the pointer comes near its link.
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import type { FunctionComponent } from 'react';
import { parseSearch, stringifySearch } from './address.ts';
import { Broken, Missing, Waiting } from './states.tsx';

type Screens = Readonly<Record<string, () => Promise<Readonly<Record<string, unknown>>>>>;
type Addresses = { readonly basepath: string; readonly frame: FunctionComponent; readonly screens: Screens; readonly home?: string };

/** A screen's file exports one component; the router takes the first function of its exports. */
const screenOf = (load: Screens[string]) => async () => {
  const found = Object.values(await load()).find((each): each is FunctionComponent => typeof each === 'function');
  if (!found) throw new Error('A screen must export its component.');
  return { Screen: found };
};

export function makeRouter({ basepath, frame, screens, home }: Addresses) {
  const root = createRootRoute({ component: frame, notFoundComponent: Missing });
  const routes = Object.entries(screens).map(([path, load]) =>
    createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(screenOf(load), 'Screen'), errorComponent: Broken }),
  );
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
