// Where a user lives, and so where his password is kept.
import { Link } from '@tanstack/react-router';
import { at as storesAt } from '#stores/list-contract.ts';
import { Dim } from '../../shared/show/bits.tsx';
import { useMay } from '../../shared/show/may.tsx';
import { storeHomes as say } from '../../shared/strings/store-homes.ts';
import { useHome } from '../stores/home.ts';

/** Why nobody changes his password here; undefined = it may be. */
export function usePasswordThere(domain: string): string | undefined {
  const { says, writable } = useHome(domain);
  return says !== '' && !writable ? say.passwordThere(says) : undefined;
}

export function LivesIn({ domain }: { readonly domain: string }) {
  const { says, id } = useHome(domain);
  const { may } = useMay(`${storesAt}/view`);
  if (says === '') return domain;
  return (
    <span>
      {may ? (
        <Link to="/stores/$id" params={{ id }}>
          {domain}
        </Link>
      ) : (
        domain
      )}
      <br />
      <Dim>{say.lives(says)}</Dim>
    </span>
  );
}
