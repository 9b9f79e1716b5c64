// Whether this app can be put on the home screen, for every screen that may offer it. The app fills it from the browser.

import { createContext, useContext } from 'react';

export type InstallOffer = {
  /** The browser has an installation dialog ready. */
  readonly available: boolean;
  /** Opens that dialog. */
  readonly install: () => Promise<void>;
  /** Runs from the home screen already. */
  readonly isStandalone: boolean;
  /** On iOS there is no dialog, and the installed app has its own storage: install first, then join. */
  readonly platform: 'ios' | 'other';
};

const unknown: InstallOffer = { available: false, install: async () => {}, isStandalone: false, platform: 'other' };

const InstallContext = createContext<InstallOffer>(unknown);
export const InstallProvider = InstallContext.Provider;

export function useInstall(): InstallOffer {
  return useContext(InstallContext);
}
