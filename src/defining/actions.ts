// defining/: what attributes users have, as actions: list, add, edit, delete, rehearse and try definitions.
// Called through actions.ts by every door. Knows how a definition is changed and what that would break; how values are judged is in attributes/.
// Does not know users beyond their values.
import type { Action } from '#action.ts';
import { addAttribute } from './add-attribute.ts';
import { deleteAttribute } from './delete-attribute.ts';
import { editAttribute } from './edit-attribute.ts';
import { listAttributes } from './list-attributes.ts';
import { rehearseAttribute } from './rehearse-attribute.ts';
import { tryAttribute } from './try-attribute.ts';

export const definingActions: readonly Action[] = [listAttributes, addAttribute, editAttribute, deleteAttribute, rehearseAttribute, tryAttribute];
