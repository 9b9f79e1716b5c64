import type { InstallOffer } from '#features/install.ts';

/** Whether there is a way to install that can be offered here: the browser's own dialog, or the steps on iOS. */
export function canOfferInstall({ available, isStandalone, platform }: InstallOffer): boolean {
  return !isStandalone && (available || platform === 'ios');
}
