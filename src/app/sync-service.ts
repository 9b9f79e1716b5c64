// Runs sync in the page: at the start, when the line or the window comes back, after a write, when a colleague wrote
// something, and when somebody asks.
// What `navigator.onLine` says is never asked; its event only wakes the schedule.

import { syncDevice } from '#browser/sync-device.ts';
import type { DataPorts } from '#data/device-row.ts';
import { createSchedule, type Schedule } from '#sync/schedule.ts';
import { askForBackgroundSync } from './background-sync.ts';
import { listenForHeads } from './events.ts';
import { endKeptSession } from './leaving.ts';
import { lookForUpdate } from './look-for-update.ts';

export function startSync(ports: DataPorts, onState: (state: 'running' | 'resting') => void): Schedule {
  const background = askForBackgroundSync(ports.database);
  const sync = async () => {
    const outcome = await syncDevice(ports, 'if-free');
    void background.afterRun(outcome);
    if (outcome.type === 'error' && outcome.error === 'version') void lookForUpdate();
    return outcome;
  };
  const onRun = (state: 'running' | 'resting') => {
    onState(state);
    events.onRun(state);
  };
  const platform = { after, random: Math.random, onBroken };
  const schedule = createSchedule({ ...platform, sync, onState: onRun });
  const events = listenForHeads({
    ...platform,
    database: ports.database,
    now: ports.now,
    isVisible,
    openStream: () => new EventSource('/api/events'),
    onBehind: () => void schedule.request('nudge'),
  });
  const onVisible = () => {
    events.renew();
    if (isVisible()) void schedule.request('visible');
  };
  const onOnline = () => {
    void endKeptSession();
    events.renew();
    void schedule.request('online');
  };
  addEventListener('online', onOnline);
  document.addEventListener('visibilitychange', onVisible);
  void endKeptSession();
  void schedule.request('start');
  return {
    request: async (reason) => {
      if (reason === 'write') void background.afterWrite();
      await schedule.request(reason);
    },
    stop: () => {
      removeEventListener('online', onOnline);
      document.removeEventListener('visibilitychange', onVisible);
      events.stop();
      schedule.stop();
    },
  };
}

function isVisible(): boolean {
  return document.visibilityState === 'visible';
}

function onBroken(error: unknown): void {
  console.warn('a sync run broke off', error);
}

function after(delayMs: number, run: () => void): () => void {
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
}
