// A file to be saved, as a link: the browser asks for it itself, as whoever is signed in. Who views as another saves nothing: it would be his own.
import { Button, type ButtonProps, Tooltip } from '@mantine/core';
import { useMe } from '../call/ask.ts';
import { frame as say } from '../strings/frame.ts';

type DownloadProps = ButtonProps & { readonly href: string; readonly 'aria-label'?: string };

export function Download({ href, children, ...rest }: DownloadProps) {
  const { viewing } = useMe();
  if (!viewing)
    return (
      <Button variant="default" component="a" href={href} download {...rest}>
        {children}
      </Button>
    );
  return (
    <Tooltip label={say.viewing.refused}>
      <Button variant="default" type="button" data-disabled aria-disabled="true" {...rest}>
        {children}
      </Button>
    </Tooltip>
  );
}
