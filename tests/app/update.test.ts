import { describe, expect, test, vi } from 'vitest';
import { type InstallSurroundings, installed } from '#app/installing.ts';
import { takeNewest, type UpdateSurroundings, watchForUpdate } from '#app/update.ts';

type FakeWorker = EventTarget & { state: string; postMessage: (message: unknown) => void };

function fakeBrowser(options: { readonly controlled: boolean; readonly waiting?: boolean }) {
  const messages: unknown[] = [];
  const createWorker = (state: string): FakeWorker =>
    Object.assign(new EventTarget(), { state, postMessage: (message: unknown) => messages.push(message) });
  const container = Object.assign(new EventTarget(), { controller: options.controlled ? createWorker('activated') : null });
  const registration = Object.assign(new EventTarget(), {
    active: options.controlled ? createWorker('activated') : null,
    waiting: options.waiting || !options.controlled ? createWorker('installed') : null,
    installing: null as FakeWorker | null,
    update: vi.fn(async () => {}),
  });
  let look = () => {};
  let nowMs = 1_000_000;
  const reload = vi.fn();
  const waits: number[] = [];
  const register = vi.fn(async () => registration);
  const surroundings = {
    container,
    reload,
    nowMs: () => nowMs,
    onLookedAt: (listener: () => void) => {
      look = listener;
    },
  } as unknown as UpdateSurroundings;
  return {
    surroundings,
    installing: {
      register,
      waitMs: async (ms: number) => {
        waits.push(ms);
      },
    } as unknown as InstallSurroundings,
    here: registration as unknown as ServiceWorkerRegistration,
    reload,
    messages,
    update: registration.update,
    registration,
    register,
    waits,
    createWorker,
    takeOver: () => container.dispatchEvent(new Event('controllerchange')),
    finishInstalling: () => {
      const worker = createWorker('installing');
      registration.installing = worker;
      registration.dispatchEvent(new Event('updatefound'));
      registration.waiting = worker;
      worker.state = 'installed';
      worker.dispatchEvent(new Event('statechange'));
    },
    lookAfterMs: (ms: number) => {
      nowMs += ms;
      look();
    },
  };
}

const fakeNews = () => ({ onOffer: vi.fn(), onAcceptedElsewhere: vi.fn() });

describe('a new version of the app', () => {
  test('is offered when it has been fetched, and waits for the user', async () => {
    const browser = fakeBrowser({ controlled: true });
    const news = fakeNews();
    watchForUpdate(browser.here, news, browser.surroundings);
    browser.finishInstalling();
    expect(news.onOffer).toHaveBeenCalledTimes(1);
    expect(browser.messages).toEqual([]);
    expect(browser.reload).not.toHaveBeenCalled();
  });

  test('is offered again at the next start when it was not accepted', async () => {
    const news = fakeNews();
    const browser = fakeBrowser({ controlled: true, waiting: true });
    watchForUpdate(browser.here, news, browser.surroundings);
    expect(news.onOffer).toHaveBeenCalledTimes(1);
  });

  test('takes over and reloads this window once the user says so', async () => {
    const browser = fakeBrowser({ controlled: true, waiting: true });
    const news = fakeNews();
    const { applyUpdate } = watchForUpdate(browser.here, news, browser.surroundings);
    applyUpdate();
    expect(browser.messages).toEqual([{ type: 'SKIP_WAITING' }]);
    expect(browser.reload).not.toHaveBeenCalled();
    browser.takeOver();
    expect(browser.reload).toHaveBeenCalledTimes(1);
    expect(news.onAcceptedElsewhere).not.toHaveBeenCalled();
  });

  test('does not reload a window where the user did not say so, but tells it', async () => {
    const browser = fakeBrowser({ controlled: true, waiting: true });
    const news = fakeNews();
    watchForUpdate(browser.here, news, browser.surroundings);
    browser.takeOver();
    expect(browser.reload).not.toHaveBeenCalled();
    expect(news.onAcceptedElsewhere).toHaveBeenCalledTimes(1);
  });
});

describe('the first visit', () => {
  test('neither offers nor reloads when the first worker takes the page', async () => {
    const browser = fakeBrowser({ controlled: false });
    const news = fakeNews();
    watchForUpdate(browser.here, news, browser.surroundings);
    browser.finishInstalling();
    browser.takeOver();
    expect(news.onOffer).not.toHaveBeenCalled();
    expect(news.onAcceptedElsewhere).not.toHaveBeenCalled();
    expect(browser.reload).not.toHaveBeenCalled();
  });

  test('still hears of an update later on, without having been reloaded', async () => {
    const browser = fakeBrowser({ controlled: false });
    const news = fakeNews();
    watchForUpdate(browser.here, news, browser.surroundings);
    browser.takeOver();
    browser.takeOver();
    expect(news.onAcceptedElsewhere).toHaveBeenCalledTimes(1);
  });
});

describe('an installing that the line breaks off', () => {
  const failing = (browser: ReturnType<typeof fakeBrowser>) => {
    const worker = browser.createWorker('installing');
    queueMicrotask(() => {
      worker.state = 'redundant';
      worker.dispatchEvent(new Event('statechange'));
    });
    return { ...browser.registration, waiting: null, installing: worker };
  };

  test('is taken up again after growing waits, until the app is on the device', async () => {
    const browser = fakeBrowser({ controlled: false });
    browser.register
      .mockImplementationOnce(async () => failing(browser) as never)
      .mockRejectedValueOnce(new TypeError('the line is cut'))
      .mockImplementationOnce(async () => failing(browser) as never);
    await installed(browser.installing);
    expect(browser.register).toHaveBeenCalledTimes(4);
    expect(browser.waits).toEqual([5_000, 10_000, 20_000]);
  });

  test('is given up where the browser has no service worker to give', async () => {
    const browser = fakeBrowser({ controlled: false });
    browser.register.mockRejectedValueOnce(new DOMException('private window', 'SecurityError'));
    await expect(installed(browser.installing)).rejects.toThrow('private window');
    expect(browser.waits).toEqual([]);
  });
});

describe('looking for a new version', () => {
  test('happens when somebody looks at the page, at most once an hour', async () => {
    const browser = fakeBrowser({ controlled: true });
    watchForUpdate(browser.here, fakeNews(), browser.surroundings);
    browser.lookAfterMs(60_000);
    expect(browser.update).toHaveBeenCalledTimes(0);
    browser.lookAfterMs(3_600_000);
    browser.lookAfterMs(60_000);
    expect(browser.update).toHaveBeenCalledTimes(1);
  });

  test('is tried again at the next look when there was no line', async () => {
    const browser = fakeBrowser({ controlled: true });
    browser.update.mockRejectedValueOnce(new TypeError('no line'));
    watchForUpdate(browser.here, fakeNews(), browser.surroundings);
    browser.lookAfterMs(3_600_001);
    await Promise.resolve();
    await Promise.resolve();
    browser.lookAfterMs(1_000);
    expect(browser.update).toHaveBeenCalledTimes(2);
  });
});

test('takes what is found even while it is still installing, and then only once it has taken over', async () => {
  const browser = fakeBrowser({ controlled: true });
  const worker = browser.createWorker('installing');
  browser.update.mockImplementation(async () => {
    browser.registration.installing = worker;
  });
  Object.assign(browser.surroundings.container, { getRegistration: async () => browser.registration });
  let taken: boolean | undefined;
  const taking = takeNewest(browser.surroundings.container as ServiceWorkerContainer).then((found) => {
    taken = found;
  });
  await vi.waitFor(() => expect(browser.update).toHaveBeenCalledOnce());
  browser.registration.waiting = worker;
  worker.state = 'installed';
  worker.dispatchEvent(new Event('statechange'));
  await vi.waitFor(() => expect(browser.messages).toEqual([{ type: 'SKIP_WAITING' }]));
  expect(taken).toBeUndefined();
  browser.takeOver();
  await taking;
  expect(taken).toBe(true);
});

test('takes nothing when no newer version is found, or there is no line', async () => {
  const browser = fakeBrowser({ controlled: true });
  Object.assign(browser.surroundings.container, { getRegistration: async () => browser.registration });
  const container = browser.surroundings.container as ServiceWorkerContainer;
  expect(await takeNewest(container)).toBe(false);
  browser.update.mockRejectedValue(new TypeError('no line'));
  expect(await takeNewest(container)).toBe(false);
  expect(browser.messages).toEqual([]);
});
