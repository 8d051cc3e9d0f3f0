// Whether somebody has come to a field to choose from what the server has: until then nothing is asked for.
import { useState } from 'react';

export function useWanted(atOnce: boolean) {
  const [wanted, setWanted] = useState(atOnce);
  return { wanted, onFocus: () => setWanted(true) } as const;
}
