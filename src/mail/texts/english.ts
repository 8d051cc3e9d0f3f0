// What mails say in English until an administrator changes it. Read by templates.ts. Paragraphs are parted by an empty line; one that is only a link becomes a button.
import type { Texts } from '../templates.ts';

export const english: Texts = {
  recovery: {
    subject: 'Set a new password',
    button: 'Set a new password',
    text: `Hello {name},

somebody asked to set a new password for {userName} at {site}, from the network {network}.

If that was you, open this link in the same browser. It works once, until {until}.

{link}

If it was not you, do nothing: your password stays as it is. If the link shows you a code, give it to nobody who asks you for it.`,
  },
  recovered: {
    subject: 'Your password was changed',
    button: '',
    text: `Hello {name},

the password of {userName} at {site} was set anew with a recovery link, from the network {network}. All sessions have ended.

If that was not you, tell your administrator now.`,
  },
  handed: {
    subject: 'Set a new password',
    button: 'Set a new password',
    text: `Hello {name},

an administrator sends you this link, to set a new password for {userName} at {site}. It works once, in the first browser that goes on with it, until {until}.

{link}

If you did not ask for it, do nothing, and tell your administrator.`,
  },
  invitation: {
    subject: 'You are invited to {site}',
    button: 'Choose my password',
    text: `Hello {name},

an account was made for you at {site}. Your user name is {userName}.

Choose your own password here. The link works once, until {until}.

{link}`,
  },
  verify: {
    subject: 'Is this your mail address?',
    button: 'Yes, this is my address',
    text: `Hello {name},

{userName} at {site} gave {mail} as his mail address. If that is you, say so here, in the browser where you are signed in. The link works once, until {until}.

{link}

If it is not you, do nothing.`,
  },
  code: {
    subject: 'Your code for {site}',
    button: '',
    text: `Hello {name},

somebody signs in as {userName} at {site}, from the network {network}, and has given the right password. If that is you, type this code where you are asked for it. It works once, until {until}.

{code}

If it is not you, tell nobody this code, and choose another password.`,
  },
  changed: {
    subject: 'Your mail address was changed',
    button: '',
    text: `Hello {name},

the mail address of {userName} at {site} is {mail} from now on. This is the last mail to this address.

If that was not you, tell your administrator now.`,
  },
  signUp: {
    subject: 'Finish your sign-up at {site}',
    button: 'Finish my sign-up',
    text: `Hello,

somebody, from the network {network}, wants an account at {site} with this mail address.

If that was you, open this link in the same browser, and choose your user name and password. It works once, until {until}.

{link}

If it was not you, do nothing: no account is made. If the link shows you a code, give it to nobody who asks you for it.`,
  },
  signUpKnown: {
    subject: 'You are known at {site} already',
    button: 'Sign in',
    text: `Hello,

somebody, from the network {network}, wants an account at {site} with this mail address. It belongs to an account there already, so no other is made.

If that was you, sign in; if you have forgotten your password, you can set another there.

{link}

If it was not you, do nothing.`,
  },
  signUpInvitation: {
    subject: 'You are invited to sign up at {site}',
    button: 'Sign up',
    text: `Hello,

you are invited to have an account at {site}. Choose your user name and password here. The link works once, until {until}.

{link}`,
  },
  accountApproved: {
    subject: 'Your account at {site} is ready',
    button: 'Sign in',
    text: `Hello {name},

your account {userName} at {site} was approved. You can sign in now.

{link}

What was said: {words}`,
  },
  accountRefused: {
    subject: 'Your account at {site}',
    button: '',
    text: `Hello {name},

your account {userName} at {site} was not approved.

What was said: {words}`,
  },
  roleApproved: {
    subject: 'You have the role {role}',
    button: '',
    text: `Hello {name},

you asked for the role {role} at {site}, and you have it now.

It ends: {ends}

What was said: {words}`,
  },
  roleRefused: {
    subject: 'You do not get the role {role}',
    button: '',
    text: `Hello {name},

you asked for the role {role} at {site}. That was refused.

What was said: {words}`,
  },
  deletionApproved: {
    subject: 'Your account at {site} is deleted',
    button: '',
    text: `Hello {name},

your account {userName} at {site} is deleted, as you asked. You are signed in nowhere any more.

What was said: {words}`,
  },
  deletionRefused: {
    subject: 'Your account at {site} is not deleted',
    button: '',
    text: `Hello {name},

you asked for your account {userName} at {site} to be deleted. That was refused.

What was said: {words}`,
  },
  passwordEnds: {
    subject: 'Your password ends soon',
    button: 'Change my password',
    text: `Hello {name},

the password of {userName} at {site} ends: {until}. Change it before then, on your own page there.

{link}

If you do not, you are asked for another when you sign in next.`,
  },
  test: {
    subject: 'A test mail from Reeve',
    button: '',
    text: `Hello {name},

this is a test mail from {site}. Mails from there reach you.`,
  },
};
