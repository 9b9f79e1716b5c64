import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { askForBackgroundSync } from '#app/background-sync.ts';
import { adoptAccount } from '#data/device-row.ts';
import { setFields } from '#domain/change.ts';
import type { Actor } from '#domain/grants.ts';
import { groupSpace } from '#domain/ids.ts';
import { aDevice, saved } from '#tests/support/device.ts';

const register = vi.fn(async () => {});

beforeEach(() => {
  register.mockClear();
  vi.stubGlobal('navigator', { serviceWorker: { getRegistration: async () => ({ sync: { register } }) } });
});
afterEach(() => vi.unstubAllGlobals());

const space = groupSpace('G1');
const ref = { space, kind: 'plan', id: 'P1', town: 'T1' };
const liaison: Actor = { person: 'P', grants: [{ space, role: 'liaison', town: 'T1' }] };

async function aWriter() {
  const phone = await aDevice();
  await adoptAccount(phone, { person: 'P', device: 'D', round: 'R1' });
  await saved(phone, liaison, setFields(ref, 'plan', { title: 'Agua', objective: 'o', problem: 'p' }));
  return phone;
}

test('many changes ask the browser once, until a run has ended', async () => {
  const background = askForBackgroundSync((await aWriter()).database);
  await background.afterWrite();
  await background.afterWrite();
  expect(register).toHaveBeenCalledTimes(1);
  await background.afterRun({ type: 'synced', sent: 1, refused: 0, received: 0 });
  expect(register).toHaveBeenCalledTimes(1);
  await background.afterWrite();
  expect(register).toHaveBeenCalledTimes(2);
});

test('a run that was cut asks again, since the browser may have given up', async () => {
  const background = askForBackgroundSync((await aWriter()).database);
  await background.afterWrite();
  await background.afterRun({ type: 'cut' });
  expect(register).toHaveBeenCalledTimes(2);
});

test('with nothing to send the browser is not asked', async () => {
  const phone = await aDevice();
  await adoptAccount(phone, { person: 'P', device: 'D', round: 'R1' });
  await askForBackgroundSync(phone.database).afterRun({ type: 'cut' });
  expect(register).not.toHaveBeenCalled();
});
