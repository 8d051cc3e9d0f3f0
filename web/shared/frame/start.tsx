// Builds an app: caches, the API, the look, the router – everything a screen finds around itself is made here and nowhere else.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type AnyRouter, RouterProvider } from '@tanstack/react-router';
import { StrictMode, startTransition } from 'react';
import { createRoot } from 'react-dom/client';
import { askMeAhead, CallContext } from '../call/ask.ts';
import { makeCall } from '../call/caller.ts';
import { Problem } from '../call/problem.ts';
import { makeUnsaved, UnsavedContext } from '../call/unsaved.tsx';
import '../theme/styles.ts';
import { makeSchemeManager, Themed } from '../theme/themed.tsx';
import { parseSearch } from './address.ts';
import { QuestionsContext } from './frame.tsx';
import { makeQuestion } from './question.ts';
import './react-alone.ts';
import { makeSignedOut } from './signed-out.tsx';

const triesMax = 2;

/** A refusal stays a refusal; only silence and a busy server are worth another try. */
const worthRetrying = (tried: number, thrown: unknown) => tried < triesMax && thrown instanceof Problem && (thrown.status === 0 || thrown.status === 503);

/** Without a network it is tried, and said at once: nothing waits to be done later, when nobody looks any more. */
const networkMode = 'always';

const makeCache = () =>
  new QueryClient({
    defaultOptions: {
      queries: { networkMode, retry: worthRetrying, refetchOnWindowFocus: true, refetchOnReconnect: true, staleTime: 5_000 },
      mutations: { networkMode, retry: false },
    },
  });

/** A turn of its own: what is asked of the network while a script is still being run for the first time makes the browser read all of that script again, to note where it was asked. */
const turn = () => new Promise<void>((next) => setTimeout(next));

/** Drawn in one go, in small pieces between which the page answers: until then the page itself shows the first frame. */
export async function start(router: AnyRouter): Promise<void> {
  const place = document.getElementById('app');
  if (!place) throw new Error('The page has no place for the app.');
  await turn();
  const unsaved = makeUnsaved();
  const questions = { signedOut: makeSignedOut(unsaved), proof: makeQuestion() };
  const cache = makeCache();
  const call = makeCall(questions.signedOut.ask, questions.proof.ask);
  // Whatever fails here is said by the frame or the screen, once they are drawn.
  const [me] = await Promise.all([askMeAhead(cache, call), router.load().catch(() => undefined)]);
  const opened = router.state.matches.at(-1);
  if (me) opened?.staticData.ahead?.({ cache, call, me, address: parseSearch(router.state.location.searchStr) });
  const app = (
    <StrictMode>
      <Themed manager={makeSchemeManager()}>
        <QueryClientProvider client={cache}>
          <CallContext value={call}>
            <UnsavedContext value={unsaved}>
              <QuestionsContext value={questions}>
                <RouterProvider router={router} />
              </QuestionsContext>
            </UnsavedContext>
          </CallContext>
        </QueryClientProvider>
      </Themed>
    </StrictMode>
  );
  startTransition(() => createRoot(place).render(app));
}
