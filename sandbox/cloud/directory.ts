/** A person of the tenant, as Teams (`mri`) and Entra (`aadObjectId`, `upn`) know them. */
export interface Person {
  readonly mri: string;
  readonly aadObjectId: string;
  readonly name: string;
  readonly upn: string;
}

export interface Team {
  readonly id: string;
  readonly aadGroupId: string;
  readonly name: string;
  readonly channels: readonly { readonly id: string; readonly name: string }[];
}

export const TENANT_ID = '5d1f6a3e-9c47-4b0a-8f62-1e7c3d9a4b58';
export const FOREIGN_TENANT_ID = 'c2b7e0d4-63f1-4a9e-b5d8-90f3a1e6c724';
export const BOT_APP_ID = '8a6e2f10-47b3-4d5c-9e81-2b6f0c7d3a95';
export const BOT_APP_SECRET = 'sandbox-only.not-a-secret';
export const APP_ID_URI = `api://botid-${BOT_APP_ID}`;
export const OAUTH_CONNECTION = 'graph';

/** Object id of the bot's service principal. */
export const BOT_OBJECT_ID = 'd94c1b7a-2e58-4f36-a0c9-7b5e8d1f6243';

export const PEOPLE = {
  alex: {
    mri: '29:1alex-wilber',
    aadObjectId: 'a1e4b7c2-3d5f-4a68-9b10-c7d2e8f4a611',
    name: 'Alex Wilber',
    upn: 'alexw@contoso.example',
  },
  megan: {
    mri: '29:1megan-bowen',
    aadObjectId: 'b2f5c8d3-4e6a-4b79-8c21-d8e3f9a5b722',
    name: 'Megan Bowen',
    upn: 'meganb@contoso.example',
  },
  adele: {
    mri: '29:1adele-vance',
    aadObjectId: 'c3a6d9e4-5f7b-4c8a-9d32-e9f4a0b6c833',
    name: 'Adele Vance',
    upn: 'adelev@contoso.example',
  },
  isaiah: {
    mri: '29:1isaiah-langer',
    aadObjectId: 'd4b7e0f5-6a8c-4d9b-ae43-f0a5b1c7d944',
    name: 'Isaiah Langer',
    upn: 'isaiahl@contoso.example',
  },
  patti: {
    mri: '29:1patti-fernandez',
    aadObjectId: 'e5c8f1a6-7b9d-4eac-bf54-a1b6c2d8ea55',
    name: 'Patti Fernandez',
    upn: 'pattif@contoso.example',
  },
  lynne: {
    mri: '29:1lynne-robbins',
    aadObjectId: 'f6d9a2b7-8cae-4fbd-8065-b2c7d3e9fb66',
    name: 'Lynne Robbins',
    upn: 'lynner@contoso.example',
  },
} as const satisfies Readonly<Record<string, Person>>;

export type PersonKey = keyof typeof PEOPLE;

export const EVERYONE: readonly Person[] = Object.values(PEOPLE);

export const TEAM: Team = {
  id: '19:contoso-it-general@thread.tacv2',
  aadGroupId: '3f8b1d6c-7a25-4e90-b4c3-6d2e9f0a8b17',
  name: 'Contoso IT',
  channels: [
    { id: '19:contoso-it-general@thread.tacv2', name: 'General' },
    { id: '19:contoso-it-exchange@thread.tacv2', name: 'Exchange' },
  ],
};
export const TEAM_OWNERS: readonly Person[] = [PEOPLE.megan, PEOPLE.isaiah];

export const APPROVERS_GROUP = {
  id: '9e7d4c2b-1f60-4a38-85b9-0c3a6e8f5d71',
  name: 'Exchange connector approvers',
  members: [PEOPLE.patti, PEOPLE.lynne] satisfies readonly Person[],
} as const;

/** Further people of the tenant; in no team, and signed in only where somebody says so. */
export const COLLEAGUES: readonly Person[] = Array.from({ length: 50 }, (_, index) => {
  const number = `${index + 1}`.padStart(2, '0');
  return {
    mri: `29:1colleague-${number}`,
    aadObjectId: `c0c0c0c0-0000-4000-8000-0000000000${number}`,
    name: `Colleague ${number}`,
    upn: `colleague${number}@contoso.example`,
  };
});

const KNOWN: readonly Person[] = [...EVERYONE, ...COLLEAGUES];

export const personByMri = (mri: string): Person | undefined =>
  KNOWN.find((person) => person.mri === mri);

export const personByObjectId = (id: string): Person | undefined =>
  KNOWN.find((person) => person.aadObjectId.toLowerCase() === id.toLowerCase());
