// Makes the services that screens use out of this device's database, the schedule of sync and the user's rights.

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DataPorts } from '#data/device-row.ts';
import { ownFacts } from '#data/round-queries.ts';
import { useLive } from '#data/use-live.ts';
import type { Change } from '#domain/change.ts';
import type { Actor } from '#domain/grants.ts';
import { createId } from '#domain/ids.ts';
import type { Announcement, Mode, Services } from '#features/services.ts';
import { refusalKey } from '#i18n/error-texts.ts';
import type { Schedule } from '#sync/schedule.ts';
import type * as Engine from './engine.ts';
import { storeMode } from './mode.ts';
import { askToPersist } from './persistence.ts';
import { saveFile } from './save-file.ts';
import { useDeviceToday } from './use-today.ts';
import { whenIdle } from './when-idle.ts';

/** Undefined until the first reads from the database are there. */
export function useAppServices(
  ports: DataPorts,
  mode: Mode,
  announce: (announcement: Announcement) => void,
  onSave: () => void,
): Services | undefined {
  const { t } = useTranslation(['errors', 'common']);
  const { database, now } = ports;
  const sync = useSync(ports, mode);
  const deviceToday = useDeviceToday();
  const facts = useLive(() => ownFacts(database), [database]);
  const actor = facts?.actor;

  const save = useCallback(
    async (changes: readonly Change[]) => {
      if (!actor) return false;
      const saved = await write(ports, actor, changes).catch((error: unknown) => {
        console.warn('not saved', error);
        return undefined;
      });
      if (!saved?.ok) {
        announce({ text: saved ? t('notSaved', { reason: t(refusalKey(saved.refusal.code)) }) : t('common:notSaved') });
        return false;
      }
      if (mode === 'real') {
        void askToPersist();
        onSave();
      }
      void sync.request('write');
      return true;
    },
    [ports, actor, sync, mode, announce, onSave, t],
  );

  return useMemo(() => {
    if (!facts) return undefined;
    return {
      mode,
      database,
      account: facts.account,
      actor: facts.actor,
      today: facts.round?.fixedToday ?? deviceToday,
      now,
      createId: () => createId(now(), ports.random),
      save,
      announce,
      sync: { state: sync.state, watch: sync.watch, request: () => sync.request('button') },
      joining: {
        look: async (code) => (await loadEngine()).createJoining(ports).look(code),
        join: async (code, deviceName) => (await loadEngine()).createJoining(ports).join(code, deviceName),
      },
      inviting: async () => (await loadEngine()).createInviting(ports, () => sync.request('button')),
      deviceContacts,
      leave: async () => (await loadEngine()).leave(database, sync.stop),
      history: async (ref, after) => (await loadEngine()).askHistory(ref, after),
      enter,
      takeNewest: async () => (await import('./other-versions.tsx')).takeNewestHere(),
      saveFile: () => saveFile(database, now()),
    };
  }, [facts, mode, database, deviceToday, now, save, announce, sync, ports]);
}

const engineRetryMs = 5_000;

function loadEngine(): Promise<typeof Engine> {
  return import('./engine.ts');
}

async function deviceContacts() {
  return (await loadEngine()).askContacts();
}

async function write(ports: DataPorts, actor: Actor, changes: readonly Change[]) {
  const { mutate } = await loadEngine();
  return mutate(ports, actor, changes);
}

type Sync = Pick<Services['sync'], 'state' | 'watch'> & Pick<Schedule, 'request' | 'stop'>;

/** The practice round never syncs: it has no schedule. The same object all along, or every run would draw each screen anew. */
function useSync(ports: DataPorts, mode: Mode): Sync {
  const [run] = useState(createRunState);
  const schedule = useRef<Schedule>(undefined);
  useEffect(() => {
    if (mode === 'practice') return;
    let isOver = false;
    let retry: ReturnType<typeof setTimeout> | undefined;
    const start = () =>
      loadEngine().then(
        ({ startSync }) => {
          if (!isOver) schedule.current = startSync(ports, run.become);
        },
        () => {
          retry = setTimeout(start, engineRetryMs); // the line broke during the very first visit
        },
      );
    // Whoever opens a plan waits for what is on the device, and only then for what is not.
    const cancel = whenIdle(() => void start());
    return () => {
      isOver = true;
      cancel();
      clearTimeout(retry);
      schedule.current?.stop();
      schedule.current = undefined;
    };
  }, [ports, mode, run]);
  return useMemo(
    () => ({
      state: run.state,
      watch: run.watch,
      request: async (reason) => schedule.current?.request(reason),
      stop: () => schedule.current?.stop(),
    }),
    [run],
  );
}

type RunState = ReturnType<Services['sync']['state']>;

function createRunState() {
  const watchers = new Set<() => void>();
  let now: RunState = 'resting';
  return {
    state: () => now,
    become: (next: RunState) => {
      now = next;
      for (const tell of watchers) tell();
    },
    watch: (tell: () => void) => {
      watchers.add(tell);
      return () => void watchers.delete(tell);
    },
  };
}

/** A mode is a database of its own, so the page starts anew in it. */
async function enter(mode: Mode): Promise<void> {
  storeMode(mode);
  location.assign('/today');
}
