// Small things that screens show: a person, a state, a moment, a right that is missing, a secret. They know words and shapes, but no screen.
// `useMay` says whether an action is allowed and, if not, which permission is missing, by the path that people read.
import { Button, type ButtonProps, Menu, type MenuItemProps, Tooltip } from '@mantine/core';
import { useCallback, useMemo } from 'react';
import { tree } from '#permissions/contract.ts';
import { useAsk, useMe } from '../call/ask.ts';
import { holds } from '../call/rights.ts';
import { frame as say } from '../strings/frame.ts';

/** The tree changes seldom; a screen may show it for this long. */
const treeStaleMs = 10 * 60_000;

export const useTree = (enabled = true) => useAsk(tree, {}, { enabled, staleMs: treeStaleMs });

/** `All Permissions › Admin Permissions › Manage`, for a path; the path itself while the tree is not known. */
export function useDisplayPath(enabled = true): (path: string) => string {
  const { data } = useTree(enabled);
  const names = useMemo(() => new Map((data?.items ?? []).map((node) => [node.path, node.displayName])), [data]);
  return useCallback(
    (path) => {
      const steps = path.split('/').slice(1);
      return steps.map((step, index) => names.get(`/${steps.slice(0, index + 1).join('/')}`) ?? step).join(' › ');
    },
    [names],
  );
}

const open = new Set(['self', 'anyone']);

/** The permission that is missing for an operation, in words; '' = none is. For whoever asks about several at once. */
export function useNeed(): (needs: string) => string {
  const me = useMe();
  const display = useDisplayPath();
  return (needs) => (open.has(needs) || holds(me, needs) ? '' : say.need(display(needs)));
}

export function useMay(needs: string): { readonly may: boolean; readonly because: string } {
  const me = useMe();
  const may = open.has(needs) || holds(me, needs);
  const display = useDisplayPath(!may);
  return { may, because: may ? '' : say.need(display(needs)) };
}

/** Why it is not allowed: what the screen says, or what is missing; '' = it is allowed. */
function useReason(needs: string, refused: string | undefined, reads: boolean): string {
  const { viewing } = useMe();
  const { because } = useMay(needs);
  return (viewing && !reads ? say.viewing.refused : refused) || because;
}

type DoProps = ButtonProps & {
  readonly needs: string;
  readonly refused?: string | undefined;
  /** It only shows something: also for who views as another. */
  readonly reads?: boolean;
  readonly onClick?: () => void;
  readonly type?: 'button' | 'submit';
};

/** A button that is shown disabled, with the reason, when its operation is not allowed. It can still be reached and read by keyboard. */
export function DoButton({ needs, refused, reads = false, onClick, children, ...rest }: DoProps) {
  const reason = useReason(needs, refused, reads);
  if (!reason)
    return (
      <Button onClick={onClick} {...rest}>
        {children}
      </Button>
    );
  return (
    <Tooltip label={reason}>
      <Button {...rest} type="button" data-disabled aria-disabled="true" onClick={(event) => event.preventDefault()}>
        {children}
      </Button>
    </Tooltip>
  );
}

type DoItemProps = MenuItemProps & Pick<DoProps, 'needs' | 'refused' | 'reads'> & { readonly onClick: () => void };

/** The same for a line of a menu. */
export function DoItem({ needs, refused, reads = false, onClick, children, ...rest }: DoItemProps) {
  const reason = useReason(needs, refused, reads);
  if (!reason)
    return (
      <Menu.Item onClick={onClick} {...rest}>
        {children}
      </Menu.Item>
    );
  return (
    <Tooltip label={reason} position="left">
      <Menu.Item {...rest} closeMenuOnClick={false} data-disabled aria-disabled="true">
        {children}
      </Menu.Item>
    </Tooltip>
  );
}
