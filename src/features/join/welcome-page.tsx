// The first start: the language, what Tequio is, and three ways to begin. Nothing is sent from here.

import { useTranslation } from 'react-i18next';
import { isSessionKept } from '#features/kept-session.ts';
import { Link } from '#features/link.tsx';
import { paths } from '#features/paths.ts';
import { useServices } from '#features/services.ts';
import { languageNames, languages } from '#i18n/languages.ts';
import { currentLanguage } from '#i18n/start.ts';
import { Button, buttonClass } from '#ui/button.tsx';
import { TequioDrawing } from '#ui/drawings/tequio.tsx';
import { Notice } from '#ui/notice.tsx';
import { InstallFirst } from './install-first.tsx';
import css from './welcome-page.module.css';

export function WelcomePage() {
  const { t } = useTranslation('join');
  const { enter } = useServices();
  return (
    <div className={css.welcome}>
      <LanguageSwitch />
      <div className={css.drawing}>
        <TequioDrawing />
      </div>
      <div className={css.words}>
        <h1>{t('welcome.title')}</h1>
        <p>{t('welcome.what')}</p>
        <p className={css.promise}>{t('welcome.nothingSent')}</p>
        {isSessionKept() && <Notice title={t('welcome.leftTitle')}>{t('welcome.leftText')}</Notice>}
        <InstallFirst />
        <h2 className={css.heading}>{t('welcome.ways')}</h2>
        <ul className={css.ways}>
          <li>
            <Link to={paths.join} className={buttonClass('primary', true)} aria-describedby="way-join">
              {t('welcome.join')}
            </Link>
            <p id="way-join">{t('welcome.joinText')}</p>
          </li>
          <li>
            <Button block aria-describedby="way-alone" onClick={() => enter('real')}>
              {t('welcome.alone')}
            </Button>
            <p id="way-alone">{t('welcome.aloneText')}</p>
          </li>
          <li>
            <Button block aria-describedby="way-practice" onClick={() => enter('practice')}>
              {t('welcome.practice')}
            </Button>
            <p id="way-practice">{t('welcome.practiceText')}</p>
          </li>
        </ul>
      </div>
    </div>
  );
}

/** Both names stand there in their own language, so that whoever cannot read the screen finds theirs. */
function LanguageSwitch() {
  const { t, i18n } = useTranslation('join');
  const current = currentLanguage(i18n);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would put its legend on the screen
    <div role="group" className={css.languages} aria-label={t('welcome.language')}>
      {languages.map((language) => (
        <Button
          key={language}
          variant={language === current ? 'quiet' : 'plain-text'}
          lang={language}
          aria-pressed={language === current}
          onClick={() => i18n.changeLanguage(language)}
        >
          {languageNames[language]}
        </Button>
      ))}
    </div>
  );
}
