// A change in words: what it was about, and what somebody wrote.

import type { ParseKeys, TFunction } from 'i18next';
import type { Json } from '#domain/json.ts';
import type { KindName } from '#domain/records.ts';
import type { Formats } from '#i18n/formats.ts';
import type { Part, WrittenField } from './pending-view.ts';

type SyncKey = ParseKeys<'sync'>;
type Words = TFunction<'sync'>;

const kindKeys: Record<KindName, SyncKey> = {
  round: 'kind.round',
  theme: 'kind.theme',
  town: 'kind.town',
  group: 'kind.group',
  person: 'kind.person',
  device: 'kind.device',
  membership: 'kind.membership',
  plan: 'kind.plan',
  line: 'kind.line',
  action: 'kind.action',
  item: 'kind.item',
  note: 'kind.note',
};

const fieldKeys: Readonly<Record<string, SyncKey>> = {
  title: 'field.title',
  name: 'field.name',
  position: 'field.position',
  objective: 'field.objective',
  problem: 'field.problem',
  theme: 'field.theme',
  period: 'field.period',
  state: 'field.state',
  responsible: 'field.responsible',
  line: 'field.line',
  order: 'field.order',
  check: 'field.check',
  body: 'field.body',
  role: 'field.role',
  groups: 'field.groups',
  revoked: 'field.revoked',
  part: 'field.part',
  sessionDays: 'field.sessionDays',
};

const stateKeys: Readonly<Record<string, SyncKey>> = {
  'not-started': 'state.notStarted',
  'in-progress': 'state.inProgress',
  done: 'state.done',
  cancelled: 'state.cancelled',
};

const whatKeys = { created: 'what.created', deleted: 'what.deleted', restored: 'what.restored' } as const;

/** 'Acción «Pavimentar»: estado' */
export function partWords(part: Part, t: Words): string {
  const kind = kindWord(part.kind, t);
  const about = part.title ? t('change.titled', { kind, title: part.title }) : kind;
  return t('change.about', { about, what: part.what === 'changed' ? fieldList(part.fields, t) : t(whatKeys[part.what]) });
}

function kindWord(kind: string, t: Words): string {
  return t(Object.hasOwn(kindKeys, kind) ? kindKeys[kind as KindName] : 'kind.other');
}

function fieldList(fields: readonly WrittenField[], t: Words): string {
  const names = new Set(fields.map(({ field }) => t(fieldKeys[field] ?? 'field.other')));
  return [...names].join(', ');
}

export type KnownWords = {
  /** What the updates of texts wrote. */
  readonly byUpdate: ReadonlyMap<Json, string>;
  /** What records are called that values name by their id. */
  readonly names: ReadonlyMap<string, string>;
};

/** Each value that was written, one per line, with its field: for reading and for copying. */
export function writtenLines(parts: readonly Part[], t: Words, formats: Formats, known: KnownWords): readonly string[] {
  return parts.flatMap((part) =>
    part.fields
      .filter(
        ({ field, type }) => Object.hasOwn(fieldKeys, field) && field !== 'order' && type !== 'delete' && type !== 'restore',
      )
      .map((written) =>
        t('change.written', {
          field: t(fieldKeys[written.field] ?? 'field.other'),
          value: known.byUpdate.get(written.value) || valueWords(written, t, formats, known.names),
        }),
      ),
  );
}

function valueWords({ type, field, value }: WrittenField, t: Words, formats: Formats, names: KnownWords['names']): string {
  if (type === 'text') return t('value.text');
  if (type === 'remove') return t('value.removed');
  if (field === 'check') return t(value === null ? 'value.unticked' : 'value.ticked');
  if (field === 'period') return periodWords(value, t, formats);
  if (field === 'responsible') return textOf(value, 'position') || names.get(textOf(value, 'person')) || t('value.none');
  if (typeof value === 'boolean') return t(value ? 'value.yes' : 'value.no');
  if (typeof value !== 'string') return value === null ? t('value.none') : JSON.stringify(value);
  const stateKey = field === 'state' ? stateKeys[value] : undefined;
  return stateKey ? t(stateKey) : names.get(value) || value || t('value.none');
}

function periodWords(value: Json, t: Words, formats: Formats): string {
  const start = textOf(value, 'startDay');
  const end = textOf(value, 'dueDay') || textOf(value, 'endDay');
  if (!end) return t('value.none');
  return start ? t('value.fromTo', { start: formats.day(start), end: formats.day(end) }) : formats.day(end);
}

function textOf(value: Json, name: string): string {
  if (typeof value !== 'object' || value === null || !(name in value)) return '';
  const part: unknown = Reflect.get(value, name);
  return typeof part === 'string' ? part : '';
}
