// The keys that work everywhere, on one small page.
import { Kbd, Modal } from '@mantine/core';
import { keys as say } from '../strings/frame.ts';
import classes from './keys.module.css';

export function KeysDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  return (
    <Modal opened={open} onClose={onClose} title={say.title} size="sm">
      <dl className={classes.keys}>
        {say.rows.map(([key, does]) => (
          <div key={key} className={classes.row}>
            <dt>
              <Kbd>{key}</Kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
