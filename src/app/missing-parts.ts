// A part of the app that a broken line kept back, on a first visit. A browser asks for each part once a page, so the page
// starts anew as soon as the line is back and nobody is typing.

import { installation } from './installing.ts';

/** What the browser passes in: one object, so that a test can play all of it. */
export type PartsSurroundings = {
  readonly onMissing: (listener: () => void) => void;
  /** Whether the parts could come now. */
  readonly isReachable: () => Promise<boolean>;
  readonly waitMs: (ms: number) => Promise<void>;
  readonly untilNobodyTypes: () => Promise<void>;
  readonly reload: () => void;
  /** Lasts as long as the window. */
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
};

const startedAnewKey = 'tequio-started-anew';
const mostStarts = 5;
const retryMs = 3_000;
const missing = new WeakSet<Error>();

/** Whether this is the error of a part that did not come. */
export function isMissingPart(error: unknown): boolean {
  return error instanceof Error && missing.has(error);
}

/** Starts the page anew after parts were kept back; no more than five times, should they never come. */
export function watchForMissingParts(surroundings: PartsSurroundings = browserSurroundings()): void {
  let isWaiting = false;
  surroundings.onMissing(() => {
    if (isWaiting) return;
    isWaiting = true;
    void startAnew(surroundings);
  });
}

async function startAnew({ isReachable, waitMs, untilNobodyTypes, reload, storage }: PartsSurroundings): Promise<void> {
  const starts = Number(storage.getItem(startedAnewKey) ?? 0);
  if (starts >= mostStarts) return;
  while (!(await isReachable())) await waitMs(retryMs);
  await untilNobodyTypes();
  storage.setItem(startedAnewKey, String(starts + 1));
  reload();
}

function browserSurroundings(): PartsSurroundings {
  installation().then(
    () => sessionStorage.removeItem(startedAnewKey),
    () => {}, // told where updates are watched for
  );
  return {
    onMissing: (listener) =>
      window.addEventListener('vite:preloadError', ({ payload }) => {
        missing.add(payload);
        listener();
      }),
    isReachable: async () =>
      navigator.serviceWorker?.controller != null ||
      fetch('/api/health', { cache: 'no-store' }).then(
        ({ ok }) => ok,
        () => false,
      ),
    waitMs: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    untilNobodyTypes,
    reload: () => location.reload(),
    storage: sessionStorage,
  };
}

async function untilNobodyTypes(): Promise<void> {
  while (document.activeElement instanceof HTMLInputElement || document.activeElement instanceof HTMLTextAreaElement)
    await new Promise((resolve) => document.activeElement?.addEventListener('blur', resolve, { once: true }));
}
