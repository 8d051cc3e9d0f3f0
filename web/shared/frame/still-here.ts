// Whether somebody is still on the screen from which he sent something: an answer that comes late must not pull him back.
import { useRouter } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';

/** Call it when sending; what it returns says, later, whether he is still here. */
export function useStillHere(): () => () => boolean {
  const router = useRouter();
  const drawn = useRef(false);
  useEffect(() => {
    drawn.current = true;
    return () => {
      drawn.current = false;
    };
  }, []);
  return () => {
    // The address changes before the next screen is drawn.
    const { pathname } = router.latestLocation;
    return () => drawn.current && router.latestLocation.pathname === pathname;
  };
}
