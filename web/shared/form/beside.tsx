// What stands beside each choice of a field, such as how many it would leave.
import { type ComboboxItem, type ComboboxLikeRenderOptionInput, Group } from '@mantine/core';
import type { ReactNode } from 'react';

export type Beside = (id: string) => ReactNode;

export const withBeside = (beside: Beside | undefined) =>
  beside
    ? {
        renderOption: ({ option }: ComboboxLikeRenderOptionInput<ComboboxItem>) => (
          <Group justify="space-between" wrap="nowrap" gap="xs" w="100%">
            <span>{option.label}</span>
            {beside(option.value)}
          </Group>
        ),
      }
    : {};
