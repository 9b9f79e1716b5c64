// A page with Tequio's own data, sync and line, and no screens: the browser does nothing else while it is measured.

import { openDeviceFor } from '#app/device.ts';
import { createJoining } from '#app/joining.ts';
import { storeMode } from '#app/mode.ts';
import { syncDevice } from '#browser/sync-device.ts';
import { countUnsentChanges } from '#data/outbox.ts';
import { benchDevice } from './bench-device.ts';
import { countMissing, editTequio } from './tequio-edits.ts';

storeMode('real'); // so that the app, opened here later, goes on with this database
const ports = await openDeviceFor('real', {});

globalThis.bench = benchDevice({
  join: async (code) => {
    const joined = await createJoining(ports).join(code, 'Benchmark');
    if (!joined.ok) throw new Error(`Not joined: ${joined.refusal}`);
  },
  syncOnce: () => syncDevice(ports, 'if-free'),
  edit: (edits) => editTequio(ports, edits),
  countMissing: (edits) => countMissing(ports, edits),
  countUnsent: () => countUnsentChanges(ports.database),
});
