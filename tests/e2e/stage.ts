// What stands there at the beginning of a walk: an endpoint, and phones on their lines to it. All of it lasts as long as the
// running test, whether that holds or fails: what came last goes first, so that a phone never outlives its endpoint.

import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import type { Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { type EndpointOptions, type EndpointProcess, startEndpoint } from '#tests/support/endpoint-process.ts';
import { launchPhone, type Phone, type PhoneOptions } from '#tests/support/phone.ts';
import { buildApp } from '../../scripts/build-app.ts';
import { join } from './walk.ts';

export async function anEndpoint(options?: EndpointOptions): Promise<EndpointProcess> {
  const endpoint = await startEndpoint(options);
  onTestFinished(async () => {
    await endpoint.stop();
  });
  return endpoint;
}

/** An endpoint with its own copy of the built app, and what puts version 99.0.0 in the place of that. */
export async function anEndpointToUpdate() {
  const folder = mkdtempSync(joinPath(tmpdir(), 'tequio-app-'));
  cpSync('dist', folder, { recursive: true });
  const endpoint = await anEndpoint({ env: { TEQUIO_APP: folder } });
  const update = async () => {
    await buildApp({ outDir: folder, appVersion: '99.0.0' });
    await endpoint.restart();
  };
  return { endpoint, update };
}

type OwnOptions = Omit<PhoneOptions, 'endpointPort'>;

/** A phone on which the app was never opened. */
export async function aPhone(endpoint: EndpointProcess, options?: OwnOptions): Promise<Phone> {
  const phone = await launchPhone({ endpointPort: endpoint.port, ...options });
  onTestFinished(phone.discard);
  return phone;
}

/** A phone that has joined with the first invitation for this role, seen its plans arrive, and could lose its line. */
export async function joinedPhone(endpoint: EndpointProcess, role: string, options?: OwnOptions): Promise<Phone> {
  const phone = await aPhone(endpoint, options);
  await join(phone, endpoint.invitation(role).link, options?.locale);
  return phone;
}

/** The phones of a liaison and of an official of the same town, both on the screen to which `open` goes. */
export async function twoPhones(
  endpoint: EndpointProcess,
  open: (page: Page) => Promise<void>,
): Promise<readonly [Phone, Phone]> {
  const phones = [await joinedPhone(endpoint, 'liaison'), await joinedPhone(endpoint, 'official')] as const;
  for (const phone of phones) await open(phone.page());
  return phones;
}
