// The operations of this room, in the order of the contract. Read by #actions.ts.
import type { Action } from '#action.ts';
import { changeLinks, showLinks } from './edit-links.ts';
import { changeMail, showMail } from './edit-server.ts';
import { changeTemplate, listTemplates, previewTemplate, resetTemplate } from './edit-templates.ts';
import { listMails, retryMail } from './outbox.ts';
import { takeReport } from './take-report.ts';
import { testMail } from './test-mail.ts';

export const mailActions: readonly Action[] = [
  showMail,
  changeMail,
  showLinks,
  changeLinks,
  testMail,
  listMails,
  retryMail,
  takeReport,
  listTemplates,
  changeTemplate,
  resetTemplate,
  previewTemplate,
];
