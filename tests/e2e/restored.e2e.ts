// The endpoint is put back to a backup: each phone sends again what it had written, nobody has to do anything, and what a
// phone that is away had written is told in words until it is back.

import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { EndpointProcess } from '#tests/support/endpoint-process.ts';
import { inspect } from './inspect.ts';
import { anEndpoint, twoPhones } from './stage.ts';
import {
  addItem,
  backOnChapaAction,
  checklist,
  comeUpToDate,
  goTo,
  openChapaAction,
  sendNow,
  speak,
  textsOf,
  tick,
  timesTitled,
  untilAllSent,
} from './walk.ts';

const t = textsOf['es-MX'];

async function backUp(endpoint: EndpointProcess): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'tequio-backup-'));
  await endpoint.stop();
  cpSync(endpoint.dataDir, folder, { recursive: true });
  await endpoint.restart();
  return folder;
}

async function putBack(endpoint: EndpointProcess, backup: string): Promise<void> {
  await endpoint.stop();
  rmSync(endpoint.dataDir, { recursive: true });
  cpSync(backup, endpoint.dataDir, { recursive: true });
  await endpoint.restart();
}

test('what two phones wrote since the backup is all there again, once, and what is still away is told', async () => {
  const endpoint = await anEndpoint();
  const [liaison, official] = await twoPhones(endpoint, openChapaAction);
  const [one, other] = [liaison.page(), official.page()];
  const address = one.url();
  const backup = await backUp(endpoint);

  await addItem(one, 'Pedir la factura de junio');
  await untilAllSent(one);
  await comeUpToDate(other);
  await expect.poll(() => checklist(other)).toContain('- Pedir la factura de junio');
  await tick(other, 'Pedir la factura de junio');
  await addItem(other, 'Contar las lámparas apagadas');
  await untilAllSent(other);
  await comeUpToDate(one);
  await expect.poll(() => checklist(one)).toContain('- Contar las lámparas apagadas');

  await official.goOffline();
  await official.close();
  await putBack(endpoint, backup);

  await sendNow(one);
  await one.getByRole('heading', { name: t.sync.vanished.title }).waitFor();
  await one.getByText('Contar las lámparas apagadas').first().waitFor();
  await inspect(one, 'restored');
  await speak(liaison, 'de-DE');
  await one.reload();
  await one.getByRole('heading', { name: textsOf['de-DE'].sync.vanished.title }).waitFor();
  await inspect(one, 'restored-de');
  await speak(liaison, 'es-MX');
  await one.reload();
  expect(timesTitled(endpoint, 'Pedir la factura de junio')).toBe(1);
  expect(timesTitled(endpoint, 'Contar las lámparas apagadas')).toBe(0);

  await official.reopen();
  await official.goOnline();
  await backOnChapaAction(official.page(), official.url(address));
  await untilAllSent(official.page());
  await sendNow(official.page());
  await goTo(one, t.common.nav.today);
  await sendNow(one);
  await expect.poll(() => one.getByRole('heading', { name: t.sync.vanished.title }).count()).toBe(0);
  await backOnChapaAction(one, address);
  await expect
    .poll(() => checklist(one))
    .toEqual(expect.arrayContaining(['x Pedir la factura de junio', '- Contar las lámparas apagadas']));
  for (const title of ['Pedir la factura de junio', 'Contar las lámparas apagadas']) expect(timesTitled(endpoint, title)).toBe(1);
  expect([...liaison.problems(), ...official.problems()]).toEqual([]);
});
