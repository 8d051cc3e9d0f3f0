// German: a script of its own, which the page brings before the app when somebody reads German. It is never loaded for anybody else.
import { speak } from '../language.ts';
import * as access from './access.ts';
import { answers } from './answers.ts';
import * as applications from './applications.ts';
import { attributes } from './attributes.ts';
import { bin } from './bin.ts';
import { dashboard } from './dashboard.ts';
import { deeds } from './deeds.ts';
import * as factors from './factors.ts';
import { fields } from './fields.ts';
import * as form from './form.ts';
import * as frame from './frame.ts';
import { groupPage } from './groups.ts';
import { identifying } from './identifying.ts';
import { jobs } from './jobs.ts';
import { mail } from './mail.ts';
import { passwordRules } from './password-rules.ts';
import { picker } from './picker.ts';
import { providers } from './providers.ts';
import { requests } from './requests.ts';
import * as roleChanges from './role-changes.ts';
import { scope } from './scope.ts';
import { show } from './show.ts';
import { signUp } from './sign-up.ts';
import { storeHomes } from './store-homes.ts';
import { storeSettings } from './store-settings.ts';
import { stores } from './stores.ts';
import { story } from './story.ts';
import { table } from './table.ts';
import { treeWords } from './tree.ts';
import { undoing } from './undoing.ts';
import { userTable } from './user-table.ts';
import { users } from './users.ts';
import { wizard } from './wizard.ts';

speak('de-DE', {
  ...access,
  ...applications,
  answers,
  attributes,
  bin,
  dashboard,
  deeds,
  ...factors,
  fields,
  ...form,
  ...frame,
  groupPage,
  identifying,
  jobs,
  passwordRules,
  mail,
  picker,
  requests,
  providers,
  ...roleChanges,
  scope,
  show,
  signUp,
  storeHomes,
  storeSettings,
  stores,
  story,
  table,
  treeWords,
  undoing,
  userTable,
  users,
  wizard,
});
