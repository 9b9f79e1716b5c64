import { useTranslation } from 'react-i18next';
import { useAuthorText } from '#features/author-text.ts';
import { type LostPlace, useLostPlaces, useLostTitle } from '#features/lost-places.ts';
import { useFormats } from '#i18n/formats.ts';
import { List, ListRow } from '#ui/list-row.tsx';
import { Section } from '#ui/page.tsx';

/** What this user may no longer see: since when, by whom, and what that means. */
export function LostList() {
  const { t } = useTranslation('sync');
  const formats = useFormats();
  const authorText = useAuthorText();
  const title = useLostTitle();
  const places = useLostPlaces() ?? [];
  if (places.length === 0) return null;
  return (
    <Section title={t('lost.title')}>
      <List label={t('lost.title')}>
        {places.map((place) => (
          <ListRow key={place.row.space} title={title(place)} secondary={told(place)} />
        ))}
      </List>
      <p>{t('lost.meaning')}</p>
      <p>{t('lost.ask')}</p>
    </Section>
  );

  function told({ at, by }: LostPlace): string {
    const when = formats.instant(at);
    return by.type === 'unknown' ? t('lost.told', { when }) : t('lost.toldBy', { when, who: authorText(by) });
  }
}
