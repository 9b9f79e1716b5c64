// When the endpoint last heard of the devices that one may ask about. Asked once a screen; without a line nothing is known.

import { useEffect, useState } from 'react';
import type { DeviceContact } from '#protocol/device-contacts.ts';
import { useServices } from './services.ts';

export type Contacts =
  | { readonly type: 'asking' | 'no-answer' }
  | { readonly type: 'known'; readonly devices: readonly DeviceContact[] };

export function useContacts(): Contacts {
  const { mode, deviceContacts } = useServices();
  const [contacts, setContacts] = useState<Contacts>({ type: 'asking' });
  useEffect(() => {
    if (mode === 'practice') return;
    let isOver = false;
    void deviceContacts().then((answer) => {
      if (!isOver) setContacts(answer.ok ? { type: 'known', devices: answer.value.devices } : { type: 'no-answer' });
    });
    return () => {
      isOver = true;
    };
  }, [mode, deviceContacts]);
  return contacts;
}
