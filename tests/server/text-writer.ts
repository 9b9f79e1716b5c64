// A device that writes on a note, update by update, and what another device reads of it.

import { openText } from '#data/text-document.ts';
import { opName } from '#domain/op.ts';
import { aNote, type Stage, services } from './stage.ts';
import type { WireDevice } from './wire-device.ts';

const key = `${services} note N1 body`;

/** A device that writes on the note N1, one sync each; `value` is an update that nobody can read. */
function aWriter(device: WireDevice) {
  const editor = openText('body', []);
  let last: string | undefined;
  const send = async (value: string) => {
    const op = device.op({ ...aNote('N1'), type: 'text', field: 'body', value, base: last === undefined ? [] : [last] });
    last = opName(op.node, op.n);
    return device.sync([op]);
  };
  return { send, write: (text: string) => send(editor.write(editor.read() + text) ?? '') };
}

export async function aNoteOf(device: Stage['device'], pauses: number) {
  const liaison = await device('liaison', 'chapa-de-mota', 'LIAISON');
  const writer = aWriter(liaison);
  for (let pause = 0; pause < pauses; pause += 1) await writer.write(`${pause}.`);
  return writer;
}

export const written = (from: number, to: number) => Array.from({ length: to - from }, (_, pause) => `${from + pause}.`).join('');

export function updatesOf({ fields }: WireDevice) {
  const state = fields.get(key);
  return state?.type === 'text' ? state.updates : [];
}

export function textOf(device: WireDevice) {
  return openText(
    'body',
    updatesOf(device).map(({ value }) => String(value)),
  ).read();
}
