// What the lines of the navigation need, as the operations say: written here once more, so that the first screen need not load every contract for it.
// needs.test.ts holds the two against each other.

export const needs = {
  addAttribute: '/permission/admin/configure/attributes',
  changeMyPassword: 'self',
  listThrottled: '/permission/admin/manage/identity/usermgt/update',
  rehearse: '/permission/admin/manage/identity/usermgt/list',
  addGroup: '/permission/admin/manage/identity/groupmgt/create',
  listGroups: '/permission/admin/manage/identity/groupmgt/view',
  listJournal: '/permission/admin/monitor/logging',
  who: '/permission/admin/manage/identity/usermgt/list',
  addRole: '/permission/admin/manage/identity/rolemgt/create',
  listApplications: '/permission/admin/manage/identity/applicationmgt/view',
  look: '/permission/admin/configure/theme',
  signInRule: '/permission/admin/configure/security/signin',
  listRoles: '/permission/admin/manage/identity/rolemgt/view',
} as const;
