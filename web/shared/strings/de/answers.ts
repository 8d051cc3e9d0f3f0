import type { answers as english } from '../answers.ts';

export const answers: typeof english = {
  yes: 'Er darf.',
  some: 'Er darf, aber nur bei einigen.',
  no: 'Er darf nicht.',
  through: (role) => `Rolle ${role}`,
  by: (path) => `abgedeckt durch ${path}`,
  until: (term) => `gilt ${term}`,
  looking: 'Es wird nachgesehen …',
  on: 'Bei wem (kann leer bleiben)',
  missing: {
    'user.locked': () => 'Er ist gesperrt.',
    'user.disabled': () => 'Er ist deaktiviert.',
    'user.ended': () => 'Seine Zeit ist zu Ende.',
    'user.not-yet': () => 'Er darf noch nicht handeln: Seine Zeit hat nicht begonnen.',
    'user.pending': () => 'Bevor er handeln darf, fehlt noch etwas.',
    'user.deleted': () => 'Er ist gelöscht.',
    'role.none': (role, path) =>
      role ? `${role} würde es erlauben, und diese Rolle hat er nicht.` : `Keine Rolle außer admin enthält ${path}. Nehmen Sie es in eine auf.`,
    'role.denied': (role, path) => `${role} verbietet ${path}.`,
    'role.not-yet': (role, _, when) => `Er hat ${role} erst ab ${when}.`,
    'role.ended': (role, _, when) => `Er hatte ${role} bis ${when}.`,
    'scope.outside': (role) => `${role} hat er nur für einen Teil, und das hier liegt außerhalb.`,
    'scope.target': (role) => `${role} hat er nur für einen Teil: Sagen Sie, bei wem.`,
  },
  tree: {
    count: (count) => `${count} erlaubt`,
    some: 'nur bei einigen',
    why: 'Warum?',
    whole: 'Jede Berechtigung, hell, wo er sie jetzt nutzen darf, alle Rollen zusammen. Jede sagt, warum.',
  },
  could: {
    title: 'Könnte er…?',
    says: 'Jede Berechtigung: wie er zu ihr kommt, oder was fehlt.',
    nothing: 'Wählen Sie eine Berechtigung.',
  },
};
