// What each person sets for themselves on this device.

import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from '#features/link.tsx';
import { paths } from '#features/paths.ts';
import { SaveFileButton } from '#features/save-file-button.tsx';
import { useServices } from '#features/services.ts';
import { languageNames, languages } from '#i18n/languages.ts';
import { currentLanguage } from '#i18n/start.ts';
import { Button, buttonClass } from '#ui/button.tsx';
import { RadioField } from '#ui/choice-field.tsx';
import { DefinitionList } from '#ui/definition.tsx';
import { Page, Section } from '#ui/page.tsx';
import { Devices } from './devices.tsx';
import { InstallChoice } from './install-offer.tsx';
import css from './settings-page.module.css';
import { chooseTheme, chosenTheme, type Theme } from './theme.ts';

export function SettingsPage() {
  const { t } = useTranslation('settings');
  const { saveFile, mode } = useServices();
  return (
    <Page title={t('title')}>
      <Section title={t('look.title')}>
        <div className={css.columns}>
          <div>
            <LanguageChoice />
          </div>
          <div>
            <ThemeChoice />
          </div>
        </div>
      </Section>
      <Section title={t('devices.title')}>
        <Devices />
      </Section>
      <Section title={t('data.title')}>
        <p>{t('data.text')}</p>
        <SaveFileButton saveFile={saveFile} />
      </Section>
      {mode === 'real' && (
        <Section title={t('leave.title')}>
          <p>{t('leave.short')}</p>
          <Link to={paths.leave} className={buttonClass()}>
            {t('leave.open')}
          </Link>
        </Section>
      )}
      <Section title={t('practice.title')}>
        <Practice />
      </Section>
      <Section title={t('install.heading')}>
        <InstallChoice />
      </Section>
      <Section title={t('about.title')}>
        <DefinitionList
          items={[
            { label: t('about.version'), value: __APP_VERSION__ },
            { label: t('about.licence'), value: t('about.licenceText') },
            { label: t('about.where'), value: t('about.whereText') },
            { label: t('about.sent'), value: t('about.sentText') },
          ]}
        />
      </Section>
    </Page>
  );
}

function LanguageChoice() {
  const { t, i18n } = useTranslation('settings');
  return (
    <RadioField
      label={t('look.language')}
      value={currentLanguage(i18n)}
      options={languages.map((language) => ({ value: language, shown: <span lang={language}>{languageNames[language]}</span> }))}
      onChange={(language) => i18n.changeLanguage(language)}
    />
  );
}

function ThemeChoice() {
  const { t } = useTranslation('settings');
  const [theme, setTheme] = useState<Theme>(chosenTheme);
  return (
    <RadioField
      label={t('look.theme')}
      value={theme}
      options={[
        { value: 'automatic', shown: t('look.automatic') },
        { value: 'light', shown: t('look.light') },
        { value: 'dark', shown: t('look.dark') },
      ]}
      onChange={(chosen) => {
        chooseTheme(chosen);
        setTheme(chosen);
      }}
    />
  );
}

function Practice() {
  const { t } = useTranslation('settings');
  const { mode, enter } = useServices();
  const inside = mode === 'practice';
  return (
    <>
      <p>{inside ? t('practice.inside') : t('practice.outside')}</p>
      <Button onClick={() => enter(inside ? 'real' : 'practice')}>{inside ? t('practice.leave') : t('practice.enter')}</Button>
    </>
  );
}
