// Days, times and numbers as officials write them: es-MX '7 may 2026', de '7. Mai 2026'.

import { useTranslation } from 'react-i18next';
import type { Day } from '#domain/day.ts';
import { intlLocales, type Language } from './languages.ts';
import { currentLanguage } from './start.ts';

export type Formats = {
  /** A day with its year: '7 may 2026'. */
  readonly day: (day: Day) => string;
  /** With the weekday, for what is near: 'jueves, 7 de mayo'. */
  readonly weekday: (day: Day) => string;
  /** A day and a time of this device's zone, from ms since 1970. */
  readonly instant: (ms: number) => string;
  /** A time of this device's zone, from ms since 1970: '10:42'. */
  readonly time: (ms: number) => string;
  readonly number: (value: number) => string;
  /** 0-100 */
  readonly percent: (value: number) => string;
};

function createFormats(language: Language): Formats {
  const locale = intlLocales[language];
  const month = language === 'de' ? 'long' : 'short';
  const dates = (options: Intl.DateTimeFormatOptions) => onceAsked(() => new Intl.DateTimeFormat(locale, options));
  const day = dates({ day: 'numeric', month, year: 'numeric', timeZone: 'UTC' });
  const weekday = dates({ weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' });
  const time = dates({ hour: '2-digit', minute: '2-digit', hour12: false });
  const instant = dates({ day: 'numeric', month, year: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false });
  const number = onceAsked(() => new Intl.NumberFormat(locale));
  const percent = onceAsked(() => new Intl.NumberFormat(locale, { style: 'percent' }));
  const atNoon = (text: Day) => new Date(`${text}T12:00:00Z`);
  return {
    day: (value) => day().format(atNoon(value)),
    weekday: (value) => weekday().format(atNoon(value)),
    instant: (ms) => instant().format(ms),
    time: (ms) => time().format(ms),
    number: (value) => number().format(value),
    percent: (value) => percent().format(value / 100),
  };
}

/** A format costs the browser some milliseconds, and a screen needs few of them. */
function onceAsked<Value>(create: () => Value): () => Value {
  let created: Value | undefined;
  return () => {
    created ??= create();
    return created;
  };
}

const formatsByLanguage = new Map<Language, Formats>();

/** The formats of the language that the screen shows. */
export function useFormats(): Formats {
  const { i18n } = useTranslation();
  const language = currentLanguage(i18n);
  const known = formatsByLanguage.get(language) ?? createFormats(language);
  formatsByLanguage.set(language, known);
  return known;
}
