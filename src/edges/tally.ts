// Answers, counted: how many of each status, and how long each route takes. Plain numbers, since this is done for every answer.
// Filled by whoever answers, read by operations.ts. Knows routes and methods, no address and no user.

/** `route` is a pattern of ours, never an address as it was asked. */
export type Observed = { readonly method: string; readonly route: string; readonly status: number; readonly seconds: number };
export type Observe = (observed: Observed) => void;
export type Tally = {
  readonly observe: Observe;
  /** In Prometheus' text format, 0.0.4. */
  text(): string;
};

const bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5] as const;

type Route = { readonly labels: string; readonly statuses: Map<number, number>; readonly within: number[]; count: number; seconds: number };

export function openTally(): Tally {
  // By route, then by method: a text that is put together each time would have to be hashed each time.
  const routes = new Map<string, Map<string, Route>>();
  return {
    observe({ method, route, status, seconds }) {
      const met = routeOf(routes, method, route);
      met.count += 1;
      met.seconds += seconds;
      met.statuses.set(status, (met.statuses.get(status) ?? 0) + 1);
      const bound = bounds.findIndex((most) => seconds <= most);
      if (bound >= 0) met.within[bound] = (met.within[bound] ?? 0) + 1;
    },
    text() {
      const all = [...routes.values()].flatMap((methods) => [...methods.values()]);
      return [
        '# HELP reeve_requests_total Requests by route and status.',
        '# TYPE reeve_requests_total counter',
        ...all.flatMap(countsOf),
        '',
        '# HELP reeve_request_duration_seconds Time to answer, by route.',
        '# TYPE reeve_request_duration_seconds histogram',
        ...all.flatMap(durationsOf),
        '',
      ].join('\n');
    },
  };
}

function routeOf(routes: Map<string, Map<string, Route>>, method: string, route: string): Route {
  const known = routes.get(route)?.get(method);
  if (known) return known;
  const made: Route = { labels: `method="${method}",route="${route}"`, statuses: new Map(), within: bounds.map(() => 0), count: 0, seconds: 0 };
  const methods = routes.get(route) ?? new Map<string, Route>();
  routes.set(route, methods.set(method, made));
  return made;
}

const countsOf = ({ labels, statuses }: Route): readonly string[] =>
  [...statuses].map(([status, count]) => `reeve_requests_total{${labels},status="${status}"} ${count}`);

function durationsOf({ labels, within, count, seconds }: Route): readonly string[] {
  let below = 0;
  const name = 'reeve_request_duration_seconds';
  const buckets = bounds.map((most, at) => {
    below += within[at] ?? 0;
    return `${name}_bucket{le="${most}",${labels}} ${below}`;
  });
  return [...buckets, `${name}_bucket{le="+Inf",${labels}} ${count}`, `${name}_sum{${labels}} ${seconds}`, `${name}_count{${labels}} ${count}`];
}
