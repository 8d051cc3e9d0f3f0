// The three questions. This file: the field in which a permission is chosen by what people read.
// It knows the tree, not the answers.
import { Select } from '@mantine/core';
import { useDisplayPath, useTree } from '../../shared/show/may.tsx';
import { questions as say } from '../../shared/strings/access.ts';
import classes from '../console.module.css';

type FieldProps = { readonly value: string; readonly onChange: (value: string | undefined) => void };

const foundMax = 60;

export function PermissionField({ value, onChange }: FieldProps) {
  const { data } = useTree();
  const display = useDisplayPath();
  const nodes = (data?.items ?? []).map((node) => ({ value: node.path, label: display(node.path) }));
  return (
    <Select
      className={classes.askField ?? ''}
      label={say.permission}
      placeholder={say.find}
      searchable
      clearable
      limit={foundMax}
      maxDropdownHeight={320}
      data={nodes}
      value={value || null}
      onChange={(path) => onChange(path ?? undefined)}
      comboboxProps={{ width: 480, position: 'bottom-start' }}
    />
  );
}
