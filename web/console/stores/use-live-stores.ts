// Keeps what is shown of stores as it is: often while one is being read, seldom otherwise.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { StoreDetails } from '#stores/contract.ts';
import { refreshAll } from '../../shared/call/ask.ts';
import { isUnderWay } from './store-state.tsx';

const underWayMs = 1_000;
const otherwiseMs = 15_000;

export function useLiveStores(shown: readonly StoreDetails[]): void {
  const cache = useQueryClient();
  const underWay = shown.some(({ sync }) => isUnderWay(sync));
  useEffect(() => {
    const look = () => void cache.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('stores.') });
    const again = setInterval(look, underWay ? underWayMs : otherwiseMs);
    return () => {
      clearInterval(again);
      // A run has just ended: every list it may have changed is asked anew.
      if (underWay) void refreshAll(cache);
    };
  }, [underWay, cache]);
}
