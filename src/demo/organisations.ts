// The made-up world the demo users work in: organisations, departments, systems and what one does there. Data and its combinations.
// Domains end in .example (RFC 2606): no mail of a demo can ever reach anybody.
import type { Chance } from './chance.ts';

/** `place` = where it stands in the list. */
export type Organisation = { readonly name: string; readonly domain: string; readonly place: number };

const stems =
  'Nordwerk Aurelia Blauhafen Cascada Delmar Eskdale Fjordlys Granvia Helvion Ilmari Juniper Kestrel Lumora Meridian Novagard Ostrava Pinewood Quintana Rheingold Sakura Tramontana Umbra Vistula Westmark Xanadu Yarrow Zephyr Anatolia Bosphorus Cedarline';
const branches = ['Logistics', 'Energy', 'Health', 'Foods', 'Marine', 'Insurance', 'Rail', 'Labs', 'Textiles', 'Media'] as const;

export const organisations: readonly Organisation[] = stems
  .split(' ')
  .flatMap((stem) => branches.map((branch) => ({ name: `${stem} ${branch}`, domain: `${stem.toLowerCase()}-${branch.toLowerCase()}.example` })))
  .map((organisation, place) => ({ ...organisation, place }));
export const departments = [
  'Sales',
  'Purchasing',
  'Finance',
  'Human Resources',
  'IT Operations',
  'Research',
  'Production',
  'Quality',
  'Legal',
  'Customer Care',
  'Warehouse',
  'Facilities',
] as const;
export const jobTitles = [
  'Clerk',
  'Analyst',
  'Engineer',
  'Team Lead',
  'Technician',
  'Manager',
  'Assistant',
  'Specialist',
  'Director',
  'Trainee',
  'Nurse',
  'Driver',
  'Consultant',
] as const;
export const sites = [
  'Hamburg',
  'Lyon',
  'Porto',
  'Gdańsk',
  'İzmir',
  'Göteborg',
  'Boston',
  'São Paulo',
  'Osaka',
  'Pune',
  'Lagos',
  'Shenzhen',
  'Θεσσαλονίκη',
  'Київ',
] as const;
export const devices = ['scanner', 'printer', 'gate', 'terminal', 'camera', 'sensor', 'forklift', 'till'] as const;
export const programs = ['backup', 'billing-sync', 'report-builder', 'mail-relay', 'deploy-bot', 'stock-feed', 'invoice-import', 'health-check'] as const;

const systems =
  'payroll warehouse crm ticketing archive intranet wiki fleet timesheet invoicing procurement laboratory maintenance scheduling webshop claims ledger recruiting training directory parking canteen telephony billing analytics contracts permits patents safety printing'.split(
    ' ',
  );
export const verbs = ['view', 'create', 'edit', 'approve', 'export'] as const;

/** What the demo adds to the permission tree, below /permission/applications: a branch per system, a leaf per verb. */
export const branchesOfSystems = systems.map((system) => ({ segment: system, displayName: titleOf(system), leaves: verbs }));

/** As many different names of roles as wanted: first one per system and verb, then those of single sites, then of departments there. */
export function* roleNames(): Generator<{ readonly name: string; readonly system: string; readonly verb: string }> {
  for (const place of ['', ...sites.map((site) => ` ${site}`), ...sites.flatMap((site) => departments.map((department) => ` ${site} ${department}`))])
    for (const verb of verbs) for (const system of systems) yield { name: `${titleOf(system)} ${verb}${place}`, system, verb };
}

export const anOrganisation = ({ skewed }: Chance): Organisation =>
  organisations[skewed(organisations.length, 2)] ?? { name: 'Nordwerk', domain: 'nordwerk.example', place: 0 };

function titleOf(word: string): string {
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
}
