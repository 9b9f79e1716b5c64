// "Save everything to a file", and in words whether it worked. Needs no services: it also stands on the page after a crash.

import { Download } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '#ui/button.tsx';

type Outcome = 'none' | 'saving' | 'saved' | 'failed';

const outcomeKeys = { saving: 'file.saving', saved: 'file.saved', failed: 'file.failed' } as const;

export function SaveFileButton({ saveFile }: { readonly saveFile: () => Promise<void> }) {
  const { t } = useTranslation();
  const [outcome, setOutcome] = useState<Outcome>('none');
  const save = () => {
    if (outcome === 'saving') return;
    setOutcome('saving');
    saveFile().then(
      () => setOutcome('saved'),
      () => setOutcome('failed'),
    );
  };
  return (
    <div>
      <Button icon={<Download aria-hidden />} onClick={save}>
        {t('file.save')}
      </Button>
      <p role="status">{outcome !== 'none' && t(outcomeKeys[outcome])}</p>
    </div>
  );
}
