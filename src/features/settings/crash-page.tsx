// After an error that nobody expected. Needs nothing but texts: the data are still on the device and can be saved.

import { useTranslation } from 'react-i18next';
import { SaveFileButton } from '#features/save-file-button.tsx';
import { Button } from '#ui/button.tsx';
import { ReturnedLetterDrawing } from '#ui/drawings/returned-letter.tsx';
import { Empty } from '#ui/empty.tsx';
import css from './crash-page.module.css';

export type CrashPageProps = {
  readonly error: unknown;
  /** The line kept back a part of the app; the page will start anew by itself. */
  readonly isMissingPart?: boolean;
  /** Missing where the database itself did not open. */
  readonly saveFile?: () => Promise<void>;
  readonly reload: () => void;
};

export function CrashPage({ error, isMissingPart = false, saveFile, reload }: CrashPageProps) {
  const { t } = useTranslation('common');
  return (
    <main className={css.crash}>
      <h1>{t(isMissingPart ? 'crash.missing' : 'crash.title')}</h1>
      <Empty
        drawing={<ReturnedLetterDrawing />}
        title={t('crash.kept')}
        text={t(isMissingPart ? 'crash.comesBySelf' : saveFile ? 'crash.text' : 'crash.textWithoutData')}
        action={
          <>
            <Button variant="primary" onClick={reload}>
              {t('crash.reload')}
            </Button>
            {saveFile && <SaveFileButton saveFile={saveFile} />}
          </>
        }
      />
      <details>
        <summary>{t('crash.details')}</summary>
        <pre className={css.error}>{error instanceof Error ? `${error.name}: ${error.message}` : String(error)}</pre>
      </details>
    </main>
  );
}
