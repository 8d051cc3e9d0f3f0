// Tables: endless, virtual, sorted by the server. This file says what a column is; the table knows neither users nor roles.
import { type ColumnDef, columnResizingFeature, columnSizingFeature, tableFeatures } from '@tanstack/react-table';
import type { ReactNode } from 'react';
import { type Widths, widthMax, widthMin, widthOf } from './widths.ts';

export const makeFeatures = () => tableFeatures({ columnSizingFeature, columnResizingFeature });
type Features = ReturnType<typeof makeFeatures>;

export type Column<Row> = {
  readonly id: string;
  readonly title: string;
  readonly width: number;
  /** Takes what is left of the width. */
  readonly grows?: boolean;
  readonly right?: boolean;
  /** The server can sort by this, under this name. */
  readonly sort?: string;
  readonly cell: (row: Row) => ReactNode;
  /** The same as plain text, for a file. */
  readonly text?: (row: Row) => string;
};

export function definitionsOf<Row extends object>(columns: readonly Column<Row>[], kept: Widths): ColumnDef<Features, Row>[] {
  return columns.map((column) => ({
    id: column.id,
    header: column.title,
    size: widthOf(column, kept),
    minSize: widthMin,
    maxSize: widthMax,
    cell: ({ row }) => column.cell(row.original),
  }));
}

export type Sort = { readonly by: string; readonly descending: boolean };

/** How rows are selected; without it, a table has no boxes. */
export type Selecting<Row> = {
  readonly has: (row: Row) => boolean;
  readonly loaded: 'none' | 'some' | 'all';
  readonly toggle: (row: Row) => void;
  readonly range: (row: Row) => void;
  readonly toggleLoaded: () => void;
};
