// What writes, sends and joins. It is fetched right after the first screen stands, and kept by the service worker like all
// else, so that the first screen does not wait for it.

export { mutate } from '#data/mutate.ts';
export { askHistory } from './history.ts';
export { askContacts, createInviting } from './inviting.ts';
export { createJoining } from './joining.ts';
export { leave } from './leaving.ts';
export { startSync } from './sync-service.ts';
