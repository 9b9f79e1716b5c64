// A new version of the app: offered, put off, or taken.

import { useEffect, useRef, useState } from 'react';
import { installation } from './installing.ts';
import type { UpdateWatch } from './update.ts';
import { whenIdle } from './when-idle.ts';

export type UpdateOffer = {
  readonly state: 'none' | 'offered' | 'applying';
  readonly accept: () => void;
  readonly later: () => void;
};

export function useUpdateOffer(): UpdateOffer {
  const [state, setState] = useState<UpdateOffer['state']>('none');
  const watch = useRef<UpdateWatch>(undefined);
  useEffect(() => {
    const offer = () => setState('offered');
    const start = async () => {
      const registration = await installation();
      const { watchForUpdate } = await import('./update.ts'); // from the device: it is there by now
      watch.current = watchForUpdate(registration, { onOffer: offer, onAcceptedElsewhere: offer });
    };
    return whenIdle(() => void start().catch((error: unknown) => console.warn('no updates here', error)));
  }, []);
  return {
    state,
    accept: () => {
      setState('applying');
      void import('./other-versions.tsx').then(({ saveAllTyped }) => saveAllTyped()).finally(() => watch.current?.applyUpdate());
    },
    later: () => setState('none'),
  };
}
