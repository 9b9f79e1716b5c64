// Help in a few plain paragraphs, for reading in the field.

import { ChevronLeft } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from '#features/link.tsx';
import { paths } from '#features/paths.ts';
import { DefinitionList } from '#ui/definition.tsx';
import { backClass, Page, Section } from '#ui/page.tsx';

export function HelpPage() {
  const { t } = useTranslation('more');
  return (
    <Page
      title={t('help.title')}
      back={
        <Link to={paths.more} className={backClass()}>
          <ChevronLeft aria-hidden /> {t('title')}
        </Link>
      }
    >
      <Section title={t('help.saving.title')}>
        <p>{t('help.saving.text')}</p>
        <DefinitionList
          items={[
            { label: t('help.saving.savedWord'), value: t('help.saving.saved') },
            { label: t('help.saving.sentWord'), value: t('help.saving.sent') },
            { label: t('help.saving.backedUpWord'), value: t('help.saving.backedUp') },
          ]}
        />
        <p>
          <Link to={paths.sync}>{t('help.saving.see')}</Link>
        </p>
      </Section>
      <Section title={t('help.offline.title')}>
        <p>{t('help.offline.text')}</p>
        <p>{t('help.offline.sending')}</p>
      </Section>
      <Section title={t('help.versions.title')}>
        <p>{t('help.versions.text')}</p>
        <p>{t('help.versions.choose')}</p>
      </Section>
      <Section title={t('help.lost.title')}>
        <p>{t('help.lost.text')}</p>
        <p>{t('help.lost.back')}</p>
      </Section>
      <Section title={t('help.practice.title')}>
        <p>{t('help.practice.text')}</p>
        <p>
          <Link to={paths.settings}>{t('help.practice.see')}</Link>
        </p>
      </Section>
    </Page>
  );
}
