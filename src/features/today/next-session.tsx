import { useTranslation } from 'react-i18next';
import { type Day, daysBetween } from '#domain/day.ts';
import { useFormats } from '#i18n/formats.ts';
import { Section } from '#ui/page.tsx';
import css from './next-session.module.css';
import type { Session } from './today-view.ts';

export function NextSession({ session, today }: { readonly session: Session; readonly today: Day }) {
  const { t } = useTranslation('today');
  const formats = useFormats();
  const count = daysBetween(today, session.day);
  const near = count === 0 ? t('session.today') : count === 1 ? t('session.tomorrow') : t('session.in', { count });
  return (
    <Section title={t('session.title')} aside={near}>
      <p className={css.day}>{formats.weekday(session.day)}</p>
      {session.groups.map(({ id, name }) => (
        <p key={id}>{name}</p>
      ))}
    </Section>
  );
}
