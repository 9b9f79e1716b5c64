// What a field is called and how its value reads, for showing two versions side by side.

import { useTranslation } from 'react-i18next';
import type { RoundFacts } from '#data/round-queries.ts';
import type { Json } from '#domain/json.ts';
import type { Action } from '#domain/kinds/action.ts';
import type { Item } from '#domain/kinds/item.ts';
import type { Line } from '#domain/kinds/line.ts';
import type { Plan } from '#domain/kinds/plan.ts';
import { statusKeys } from '#features/action-texts.ts';
import { useAuthorText } from '#features/author-text.ts';
import { authorOfPerson, themeName } from '#features/people.ts';
import { useServices } from '#features/services.ts';
import { useFormats } from '#i18n/formats.ts';
import { responsibleText } from './responsible-text.ts';

const fieldKeys = {
  'plan.title': 'field.planTitle',
  'plan.objective': 'field.objective',
  'plan.problem': 'field.problem',
  'plan.theme': 'field.theme',
  'plan.period': 'field.planPeriod',
  'line.title': 'field.lineTitle',
  'action.title': 'field.actionTitle',
  'action.responsible': 'field.responsible',
  'action.period': 'field.actionPeriod',
  'action.state': 'field.state',
  'action.line': 'field.line',
  'item.title': 'field.itemTitle',
  'item.check': 'field.check',
} as const;

export function useFieldName(): (kind: string, field: string) => string {
  const { t } = useTranslation('plans');
  return (kind, field) => {
    const name = `${kind}.${field}`;
    return t(Object.hasOwn(fieldKeys, name) ? fieldKeys[name as keyof typeof fieldKeys] : 'field.unknown');
  };
}

/** A value as its field shows it. The heads of a field hold what the kinds' schemas let through. */
export function useValueText(facts: RoundFacts, lines: readonly Line[]): (kind: string, field: string, value: Json) => string {
  const { t } = useTranslation(['plans', 'common']);
  const formats = useFormats();
  const { actor } = useServices();
  const authorText = useAuthorText();

  const check = (value: Item['check']) =>
    value === null
      ? t('value.unticked')
      : t('value.ticked', { who: authorText(authorOfPerson(facts, value.by, actor)), when: formats.instant(value.at) });
  const actionPeriod = (value: Action['period']) => {
    if (value === null) return t('value.noDays');
    const dueDay = formats.day(value.dueDay);
    return value.startDay === null ? dueDay : t('value.period', { start: formats.day(value.startDay), end: dueDay });
  };
  const planPeriod = (value: Plan['period']) =>
    value === null
      ? t('value.noPeriod')
      : t('value.period', { start: formats.day(value.startDay), end: formats.day(value.endDay) });
  const text = (value: Json) => (value === '' || value === null ? t('value.empty') : t('value.quoted', { text: String(value) }));

  const texts: Readonly<Record<string, (value: never) => string>> = {
    'plan.period': planPeriod,
    'plan.theme': (value: string) => themeName(facts, value) ?? t('value.empty'),
    'action.period': actionPeriod,
    'action.state': (value: Action['state']) => t(statusKeys[value], { ns: 'common' }),
    'action.responsible': (value: Action['responsible']) => responsibleText(facts, value) ?? t('value.nobody'),
    'action.line': (value: string) => text(lines.find(({ id }) => id === value)?.title ?? ''),
    'item.check': check,
  };
  return (kind, field, value) => (texts[`${kind}.${field}`] ?? text)(value as never);
}
