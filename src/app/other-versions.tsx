// What a window does when another one runs a different version of the app. It is fetched right after the first screen: once
// a newer version has taken over, an older window finds its own files no more.

import type { ReactNode } from 'react';
import { saveAllTyped } from '#features/auto-save.ts';
import { BlockedPage, OlderVersionPage } from '#features/settings/version-pages.tsx';
import { takeNewest } from './update.ts';

type Show = (page: ReactNode) => Promise<void>;

/** A window that saves longer than this holds up a newer version no more. */
const savePatienceMs = 5_000;
/** An older window lets go within this time, unless it sleeps. */
const blockedPatienceMs = 3_000;

export { saveAllTyped };

/** This window is the older one: saves what is half typed, then shows why it stops. */
export async function giveWay(show: Show): Promise<void> {
  await Promise.race([saveAllTyped(), waitMs(savePatienceMs)]);
  await showOlder(show);
}

export function showOlder(show: Show): Promise<void> {
  return show(<OlderVersionPage load={load} />);
}

/** Another window may have let the newer version take over already: then loading again is all it takes. */
async function load(): Promise<void> {
  await takeNewest();
  location.reload();
}

/** Saves what is half typed and starts the newest version; false when there is none, or no line to fetch it. */
export async function takeNewestHere(): Promise<boolean> {
  await saveAllTyped();
  const found = await takeNewest();
  if (found) location.reload();
  return found;
}

/** This window is the newer one, and an older one does not let go. */
export async function waitForOlder(show: Show, isWaiting: () => boolean): Promise<void> {
  await waitMs(blockedPatienceMs);
  if (isWaiting()) await show(<BlockedPage />);
}

function waitMs(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
