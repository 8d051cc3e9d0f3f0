// API tokens: the list of somebody's tokens with the way to end them. It knows neither whose they are nor how they are asked for.
import { useState } from 'react';
import type { Token } from '#sessions/contract.ts';
import { Dialog } from '../../shared/form/dialog.tsx';
import { DoButton, useDisplayPath } from '../../shared/show/may.tsx';
import { told } from '../../shared/show/toast.tsx';
import { When } from '../../shared/show/when.tsx';
import { tokens as say } from '../../shared/strings/access.ts';
import { SmallTable } from '../small-table.tsx';

type TableProps = {
  readonly tokens: readonly Token[];
  readonly needs: string;
  readonly refused?: string | undefined;
  readonly onEnd: (token: Token) => Promise<unknown>;
};

export function TokenTable({ tokens, needs, refused, onEnd }: TableProps) {
  const [ending, setEnding] = useState<Token | null>(null);
  const display = useDisplayPath();
  const rows = tokens.map((token) => ({
    id: token.id,
    cells: [
      <strong key="name">{token.name}</strong>,
      token.permissions.length === 0 ? (
        say.all
      ) : (
        <span key="permissions" title={token.permissions.map(display).join('\n')}>
          {say.some(token.permissions.length)}
        </span>
      ),
      <When key="used" at={token.lastUsedAt} />,
      <When key="made" at={token.createdAt} />,
      <When key="ends" at={token.endsAt} />,
      <DoButton key="end" size="compact-xs" variant="default" needs={needs} refused={refused} onClick={() => setEnding(token)}>
        {say.end}
      </DoButton>,
    ],
  }));
  const end = async () => {
    if (!ending) return;
    await onEnd(ending);
    told(say.ended(ending.name));
    setEnding(null);
  };
  return (
    <>
      <SmallTable label={say.title} heads={[say.name, say.permissions, say.used, say.created, say.ends]} rows={rows} empty={say.empty} actions />
      {ending && (
        <Dialog title={say.endTitle(ending.name)} verb={say.endVerb} danger onDo={end} onClose={() => setEnding(null)}>
          <span>{say.endSays}</span>
        </Dialog>
      )}
    </>
  );
}
