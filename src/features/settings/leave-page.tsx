// Leaving on this device, as on a PC that others use too. First what is nowhere else, with the ways to keep it; then the one
// button that takes everything off this device.

import { ChevronLeft } from 'lucide-react';
import { type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { onlyHere } from '#data/leave-queries.ts';
import { useLive } from '#data/use-live.ts';
import { countDrafts } from '#features/keep-draft.ts';
import { Link } from '#features/link.tsx';
import { paths } from '#features/paths.ts';
import { SaveFileButton } from '#features/save-file-button.tsx';
import { useServices } from '#features/services.ts';
import { Arriving } from '#ui/arriving.tsx';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Notice } from '#ui/notice.tsx';
import { backClass, Page, Section } from '#ui/page.tsx';
import css from './settings-page.module.css';

/** `waiting`: the changes that are not sent, by name, with the way to send them. */
export function LeavePage({ waiting }: { readonly waiting: ReactNode }) {
  const { t } = useTranslation(['settings', 'common']);
  const { database, account, mode, saveFile, leave } = useServices();
  const facts = useLive(() => onlyHere(database), [database]);
  const [step, setStep] = useState<'look' | 'sure' | 'leaving'>('look');
  if (!facts) return <Arriving text={t('common:arriving')} />;
  if (step === 'leaving') return <Arriving text={t('leave.leaving')} />;
  const drafts = countDrafts();
  const losses = [
    ...(facts.unsent > 0 ? [t('leave.unsent', { count: facts.unsent })] : []),
    ...(facts.refused > 0 ? [t('leave.refused', { count: facts.refused })] : []),
    ...(facts.plans > 0 ? [t('leave.plans', { count: facts.plans })] : []),
    ...(drafts > 0 ? [t('leave.drafts', { count: drafts })] : []),
  ];
  const go = () => {
    setStep('leaving');
    void leave();
  };
  return (
    <Page
      title={t('leave.title')}
      back={
        <Link to={paths.settings} className={backClass()}>
          <ChevronLeft aria-hidden /> {t('title')}
        </Link>
      }
    >
      <div className={css.paragraphs}>
        <p>{t('leave.what')}</p>
        {account !== null && mode === 'real' && <p>{t('leave.comeBack')}</p>}
      </div>
      {losses.length > 0 && (
        <Notice tone="warning" title={t('leave.onlyHere')}>
          <ul>
            {losses.map((loss) => (
              <li key={loss}>{loss}</li>
            ))}
          </ul>
        </Notice>
      )}
      <Suspense>{waiting}</Suspense>
      {losses.length > 0 && (
        <Section title={t('leave.keep')}>
          <p>{t('leave.keepText')}</p>
          <SaveFileButton saveFile={saveFile} />
        </Section>
      )}
      <Section title={t('leave.go')}>
        <div className={css.paragraphs}>
          <p>{losses.length > 0 ? t('leave.goLosing') : t('leave.goSafe')}</p>
          <p>{t('leave.offline')}</p>
        </div>
        <p className={css.action}>
          <Button variant="danger" onClick={() => setStep('sure')}>
            {t('leave.button')}
          </Button>
        </p>
      </Section>
      {step === 'sure' && (
        <Dialog
          title={t('leave.sure')}
          closeLabel={t('common:actions.close')}
          onClose={() => setStep('look')}
          footer={
            <>
              <Button variant="danger" onClick={go}>
                {losses.length > 0 ? t('leave.sureLosing') : t('leave.button')}
              </Button>
              <Button onClick={() => setStep('look')}>{t('common:actions.cancel')}</Button>
            </>
          }
        >
          {losses.length > 0 ? (
            <ul>
              {losses.map((loss) => (
                <li key={loss}>{loss}</li>
              ))}
            </ul>
          ) : (
            <p>{t('leave.goSafe')}</p>
          )}
        </Dialog>
      )}
    </Page>
  );
}
