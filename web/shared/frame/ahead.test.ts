import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { QueryClient } from '@tanstack/react-query';
import { listRoles } from '#roles/contract.ts';
import type { Call } from '../call/caller.ts';
import type { Me } from '../call/rights.ts';
import { pagesAhead } from './ahead.ts';

describe('what a screen asks for before it is drawn', () => {
  /** Opens a screen for somebody with these permissions; gives how often the server was asked. */
  async function asked(permissions: readonly string[], answer: () => Promise<unknown> = async () => ({ items: [], complete: true })) {
    let times = 0;
    const call = (() => {
      times += 1;
      return answer();
    }) as unknown as Call;
    const cache = new QueryClient({ defaultOptions: { queries: { retry: false } } });
    pagesAhead(listRoles, () => ({}))({ cache, call, me: { permissions, denied: [], scoped: [] } as unknown as Me, address: {} as never });
    await new Promise((next) => setTimeout(next, 0));
    cache.clear();
    return times;
  }

  it('is asked once by whoever holds the right, and never by anybody else', async () => {
    assert.equal(await asked([listRoles.needs]), 1);
    assert.equal(await asked([]), 0);
    assert.equal(await asked(['/permission/admin/configure/login']), 0);
  });

  it('says nothing where it goes wrong: the list asks again', async () => {
    assert.equal(await asked([listRoles.needs], () => Promise.reject(new Error('away'))), 1);
  });
});
