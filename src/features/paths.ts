// The addresses of the app, built in one place.

/** Names the action of a plan that is open. */
export const actionParam = 'action';

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
  round: '/round',
  help: '/help',
} as const;
