import { useTranslation } from 'react-i18next';
import { Link } from '#features/link.tsx';
import { paths } from '#features/paths.ts';
import { lineKey } from '#i18n/error-texts.ts';
import { useFormats } from '#i18n/formats.ts';
import { buttonClass } from '#ui/button.tsx';
import css from './sync-page.module.css';
import type { SyncState } from './sync-view.ts';
import { UpdateNow } from './update-now.tsx';

/** Outcomes that a new invitation mends. */
const needsNewCode: ReadonlySet<string> = new Set(['no-session', 'session-revoked']);

/** The state as a sentence that can be read out on the telephone. */
export function SyncSentence({ state }: { readonly state: SyncState }) {
  const { t } = useTranslation(['sync', 'errors']);
  const formats = useFormats();
  switch (state.type) {
    case 'practice':
      return <p className={css.sentence}>{t('sentence.practice')}</p>;
    case 'alone':
      return (
        <>
          <p className={css.sentence}>{t('sentence.alone')}</p>
          <p className={css.send}>
            <Link to={paths.join} className={buttonClass('primary', true)}>
              {t('sentence.join')}
            </Link>
          </p>
        </>
      );
    case 'sending':
      return <p className={css.sentence}>{t('sentence.sending', { count: state.count })}</p>;
    case 'refused':
      return (
        <>
          <p className={css.sentence}>{t('sentence.refused', { count: state.count })}</p>
          {state.waiting > 0 && <p>{t('sentence.waiting', { count: state.waiting })}</p>}
        </>
      );
    case 'stopped':
      return (
        <>
          <p className={css.sentence}>{t(`errors:${lineKey(state.code)}`)}</p>
          {state.count > 0 && <p>{t('sentence.waiting', { count: state.count })}</p>}
          {state.code === 'version' && <UpdateNow />}
          {needsNewCode.has(state.code) && (
            <p>
              <Link to={paths.join}>{t('sentence.newCode')}</Link>
            </p>
          )}
        </>
      );
    case 'waiting':
      return <p className={css.sentence}>{t('sentence.waiting', { count: state.count })}</p>;
    case 'first':
      return <p className={css.sentence}>{t('sentence.first')}</p>;
    case 'sent':
      return <p className={css.sentence}>{t('sentence.sent', { when: formats.instant(state.at) })}</p>;
  }
}
