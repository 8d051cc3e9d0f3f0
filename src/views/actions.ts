// The actions of views, in the order of the contract.
import type { Action } from '#action.ts';
import { addView } from './add-view.ts';
import { deleteView } from './delete-view.ts';
import { listViews } from './list-views.ts';
import { showView } from './show-view.ts';
import { updateView } from './update-view.ts';

export const viewActions: readonly Action[] = [listViews, showView, addView, updateView, deleteView];
