// The addresses of the app, built in one place.

/** Names the action of a plan that is open. */
export const actionParam = 'action';

/** Names the person whom an invitation is for. */
export const personParam = 'person';

export const paths = {
  welcome: '/welcome',
  today: '/today',
  plans: '/plans',
  plan: (id: string) => `/plans/${id}`,
  action: (planId: string, id: string) => `/plans/${planId}?${actionParam}=${id}`,
  sessions: '/sessions',
  more: '/more',
  sync: '/sync',
  settings: '/settings',
  join: '/join',
  leave: '/leave',
  round: '/round',
  person: (id: string) => `/people/${id}`,
  invitations: '/invitations',
  invite: '/invite',
  /** To one more device for somebody who takes part already. */
  inviteAgain: (person: string) => `/invite?${personParam}=${person}`,
  help: '/help',
} as const;
