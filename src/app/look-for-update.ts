/** Looks for a newer version of the app now instead of within the hour; one that is found is offered as always (update.ts). */
export async function lookForUpdate(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration();
  await registration?.update().catch((error: unknown) => console.warn('no newer version could be looked for', error));
}
