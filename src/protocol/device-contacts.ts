// GET /api/devices: when the endpoint last heard of the devices that the asking person might mark as lost, own ones among them.
// Names and holders of devices are records of the round; this is what is no record.

import * as v from 'valibot';

export const deviceContactsSchema = v.object({
  devices: v.array(
    v.object({
      device: v.string(),
      /** ms since 1970, noted every quarter of an hour of use; null where nothing is known. */
      lastSeenAt: v.nullable(v.number()),
      /** When somebody left the round on it; null while it may come back by itself. */
      leftAt: v.nullable(v.number()),
    }),
  ),
});
export type DeviceContacts = v.InferOutput<typeof deviceContactsSchema>;
export type DeviceContact = DeviceContacts['devices'][number];

export function parseDeviceContacts(body: unknown): DeviceContacts | undefined {
  const parsed = v.safeParse(deviceContactsSchema, body);
  return parsed.success ? parsed.output : undefined;
}
