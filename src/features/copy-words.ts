import { useTranslation } from 'react-i18next';
import { useServices } from './services.ts';

/** Puts words on the clipboard and says `said`, or what to do where the browser does not allow it. */
export function useCopyWords(): (words: string, said: string) => Promise<void> {
  const { t } = useTranslation('sync');
  const { announce } = useServices();
  return async (words, said) => {
    try {
      await navigator.clipboard.writeText(words);
      announce({ text: said });
    } catch {
      announce({ text: t('refused.notCopied') });
    }
  };
}
