// Remembers the browser's offer to install the app, so that it can be made at the right moment instead of at once.

import { useEffect, useState } from 'react';
import type { InstallOffer } from '#features/install.ts';

type InstallPrompt = Event & { prompt(): Promise<unknown> };

let kept: InstallPrompt | undefined;
const listeners = new Set<() => void>();

/** Call before the first render: the browser makes its offer early and only once. */
export function keepInstallPrompt(): void {
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    kept = event as InstallPrompt;
    for (const listener of listeners) listener();
  });
  addEventListener('appinstalled', () => {
    kept = undefined;
    for (const listener of listeners) listener();
  });
}

export function useInstallOffer(): InstallOffer {
  const [prompt, setPrompt] = useState(kept);
  useEffect(() => {
    const listen = () => setPrompt(kept);
    listeners.add(listen);
    return () => void listeners.delete(listen);
  }, []);
  return {
    available: prompt !== undefined,
    install: async () => {
      kept = undefined;
      setPrompt(undefined);
      await prompt?.prompt();
    },
    isStandalone: matchMedia('(display-mode: standalone)').matches,
    platform: /iPhone|iPad|iPod/.test(navigator.userAgent) ? 'ios' : 'other',
  };
}
