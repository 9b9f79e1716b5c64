// The practice round: the example in a database of its own, where one is the liaison of a receiving town. It never syncs.
// Loaded only when somebody practises: it brings the whole example along.

import { adoptAccount, type DataPorts, ensureDeviceRow } from '#data/device-row.ts';
import { layDown } from '#data/lay-down.ts';
import { currentAccount } from '#data/round-queries.ts';
import { firstUpdate } from '#data/text-document.ts';
import { buildExampleRound } from '#example/build-example-round.ts';
import { exampleRound } from '#example/content/round.ts';

const practisingAs = 'chapa-de-mota-liaison';
/** The author of what was there before one began to practise. */
const exampleNode = 'EXAMPLE';

/** Fills an empty practice database; one that is filled stays as it is. */
export async function fillPractice(ports: DataPorts): Promise<void> {
  await ensureDeviceRow(ports);
  if (await currentAccount(ports.database)) return;
  const { roundId, people, transactions } = buildExampleRound(exampleRound, firstUpdate);
  const person = people.find(({ key }) => key === practisingAs);
  if (!person) throw new Error(`The example has nobody called ${practisingAs}`);
  await layDown(ports.database, exampleNode, transactions);
  const { node } = await ensureDeviceRow(ports);
  await adoptAccount(ports, { person: person.id, device: node, round: roundId });
}
