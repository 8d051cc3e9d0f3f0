// The words of what users may sign in with besides their user name.
import { said } from './language.ts';
export const identifying = said('identifying', {
  tab: 'Names',
  says: 'Everybody signs in with his user name, with DOMAIN/ before it or without. Here you say what else names him: his mail address, his phone number, or any attribute that is unique and that he cannot change himself.',
  mailSays: 'Of mail addresses in PRIMARY only those count that their users have confirmed by a link in a mail.',
  attributes: 'Besides the user name',
  notUnique: 'not unique',
  byUser: 'users change it themselves',
  stores: (name: string) => `${name}: only users of`,
  allStores: 'All user stores',
  howTo: 'An attribute is made unique under Configure › Attributes, which first shows who shares a value.',
  saved: 'What users may sign in with is saved.',
  nameFirst: 'First the name, then the password',
  nameFirstSays: 'On two pages. The second one comes for every name, whether it is somebody’s or not.',
  rememberNames: 'Browsers remember who signed in with them',
  rememberNamesSays: 'Up to five names, kept by the browser alone and offered at the next sign-in. Each can be forgotten there.',
} as const);
