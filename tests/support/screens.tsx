// Shows a screen as the app would: real texts, a real device behind it, and services whose line to the endpoint is a fake.

import 'fake-indexeddb/auto'; // before anything that loads dexie
import { cleanup, type RenderResult, render } from '@testing-library/react';
import type { i18n } from 'i18next';
import { type ReactNode, useEffect } from 'react';
import { I18nextProvider } from 'react-i18next';
import { MemoryRouter, useLocation } from 'react-router';
import { fillPractice } from '#app/practice.ts';
import type { DataPorts } from '#data/device-row.ts';
import { mutate } from '#data/mutate.ts';
import { currentAccount, currentActor } from '#data/round-queries.ts';
import { createId } from '#domain/ids.ts';
import { refuse } from '#domain/result.ts';
import { type InstallOffer, InstallProvider } from '#features/install.ts';
import { type Announcement, type Services, ServicesProvider } from '#features/services.ts';
import type { Language } from '#i18n/languages.ts';
import { loadLaterTexts, startTexts } from '#i18n/start.ts';
import { aDevice } from './device.ts';

/** A device that joined the example round as the liaison of Chapa de Mota. */
export async function aJoinedDevice(): ReturnType<typeof aDevice> {
  const device = await aDevice();
  await fillPractice(device);
  return device;
}

export type Screen = RenderResult & {
  readonly services: Services;
  readonly texts: i18n;
  /** What was announced so far. */
  readonly announced: readonly Announcement[];
  /** Where the screen stands now, with its fragment. */
  readonly address: () => string;
};

type Setting = {
  readonly at?: string;
  readonly language?: Language;
  readonly services?: Partial<Services>;
  readonly install?: Partial<InstallOffer>;
};

export async function showScreen(screen: ReactNode, device: DataPorts, setting: Setting = {}): Promise<Screen> {
  localStorage.setItem('tequio.language', setting.language ?? 'es');
  const texts = await startTexts();
  await loadLaterTexts(texts);
  const announced: Announcement[] = [];
  const services: Services = { ...(await servicesOf(device, announced)), ...setting.services };
  const install = {
    available: false,
    install: async () => {},
    isStandalone: false,
    platform: 'other',
    ...setting.install,
  } as const;
  let address = '';
  const note = (now: string) => {
    address = now;
  };
  const rendered = render(
    <I18nextProvider i18n={texts}>
      <MemoryRouter initialEntries={[setting.at ?? '/']}>
        <ServicesProvider value={services}>
          <InstallProvider value={install}>{screen}</InstallProvider>
        </ServicesProvider>
        <Address note={note} />
      </MemoryRouter>
    </I18nextProvider>,
  );
  return { ...rendered, services, texts, announced, address: () => address };
}

const saving = new Set<Promise<unknown>>();

/** To be run after each test: takes the screens away and waits for what they saved as they went. */
export async function leaveScreens(): Promise<void> {
  cleanup();
  while (saving.size > 0) await Promise.all(saving);
  await new Promise((resolve) => setTimeout(resolve)); // what a screen does once it has saved
}

/** A sync that rests and does nothing when it is asked, but for what is given. */
export function aSync(given: Partial<Services['sync']>): Services['sync'] {
  return { state: () => 'resting', watch: () => () => {}, request: async () => {}, ...given };
}

const cut = async () => refuse('cut' as const);

async function servicesOf(device: DataPorts, announced: Announcement[]): Promise<Services> {
  const { database, now, random } = device;
  const actor = await currentActor(database);
  return {
    mode: 'real',
    database,
    account: await currentAccount(database),
    actor,
    today: '2026-07-15',
    now,
    createId: () => createId(now(), random),
    save: (changes) => {
      const saved = mutate(device, actor, changes).then(({ ok }) => ok);
      saving.add(saved);
      return saved.finally(() => saving.delete(saved));
    },
    announce: (announcement) => announced.push(announcement),
    sync: aSync({}),
    joining: { look: async () => refuse('cut'), join: async () => refuse('cut') },
    inviting: async () => ({ make: cut, list: cut, withdraw: cut }),
    deviceContacts: cut,
    leave: async () => {},
    history: async () => refuse('cut'),
    enter: async () => {},
    takeNewest: async () => false,
    saveFile: async () => {},
  };
}

function Address({ note }: { readonly note: (address: string) => void }) {
  const { pathname, hash } = useLocation();
  useEffect(() => note(pathname + hash), [note, pathname, hash]);
  return null;
}
