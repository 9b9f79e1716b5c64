// When two windows run different versions of the app: the older one gives way, and the newer one may have to wait for it.

import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '#ui/button.tsx';
import { NewLeafDrawing } from '#ui/drawings/new-leaf.tsx';
import { Empty } from '#ui/empty.tsx';
import css from './crash-page.module.css';

/** In the older window, which has saved and let go; and at the start of a version that is older than what is stored. */
export function OlderVersionPage({ load }: { readonly load: () => Promise<void> }) {
  const { t } = useTranslation('settings');
  const [loading, setLoading] = useState(false);
  const start = () => {
    setLoading(true);
    void load();
  };
  return (
    <main className={css.crash}>
      <h1>{t('older.title')}</h1>
      <Empty
        drawing={<NewLeafDrawing />}
        title={t('older.kept')}
        text={t('older.text')}
        action={
          <Button variant="primary" onClick={start} disabled={loading}>
            {t('older.load')}
          </Button>
        }
      />
    </main>
  );
}

/** In the newer window, while an older one does not let go; the app goes on by itself. */
export function BlockedPage() {
  const { t } = useTranslation('settings');
  return (
    <main className={css.crash}>
      <h1>{t('blocked.title')}</h1>
      <Empty drawing={<NewLeafDrawing />} title={t('blocked.close')} text={t('blocked.text')} />
    </main>
  );
}
