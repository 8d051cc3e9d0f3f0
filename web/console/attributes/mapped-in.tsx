// What an attribute is called in each user store, with a link to where that is set. Beside the form of the attribute.
import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { showStore } from '#stores/contract.ts';
import { listStores } from '#stores/list-contract.ts';
import { asking, useAsk, useCall, useMe } from '../../shared/call/ask.ts';
import { holds } from '../../shared/call/rights.ts';
import { Section } from '../../shared/frame/page.tsx';
import { Dim } from '../../shared/show/bits.tsx';
import { attributes as say } from '../../shared/strings/attributes.ts';
import { SmallTable } from '../small-table.tsx';

const staleMs = 30_000;

type Settings = Readonly<Record<string, unknown>>;

/** The preset for WSO2 maps as ever what nobody has mapped. */
function Place({ settings: { mapping, preset }, name }: { readonly settings: Settings; readonly name: string }) {
  const said = new Map(typeof mapping === 'object' && mapping !== null ? Object.entries(mapping) : []);
  const place = said.get(name);
  if (typeof place === 'string' && place !== '') return <code>{place}</code>;
  return <Dim>{preset === 'wso2' && said.size === 0 ? say.asWso2 : say.notMapped}</Dim>;
}

export function MappedIn({ name }: { readonly name: string }) {
  const me = useMe();
  const call = useCall();
  const may = holds(me, showStore.needs);
  const listed = useAsk(listStores, {}, { enabled: may, staleMs });
  const foreign = (listed.data?.items ?? []).filter(({ kind }) => kind !== 'primary');
  const shown = useQueries({ queries: foreign.map(({ id }) => ({ ...asking(call, showStore, { id }), staleTime: staleMs })) });
  if (!may || foreign.length === 0) return null;
  const rows = foreign.map(({ id, domain }, at) => {
    const settings = shown[at]?.data?.settings;
    return {
      id,
      cells: [
        <Link key="store" to="/stores/$id" params={{ id }} search={{ tab: 'settings' }}>
          {domain}
        </Link>,
        settings ? <Place key="place" settings={settings} name={name} /> : '',
      ],
    };
  });
  return (
    <Section title={say.inStores} says={say.inStoresSays}>
      <SmallTable label={say.inStores} heads={[say.store, say.calledThere]} rows={rows} empty="" />
    </Section>
  );
}
