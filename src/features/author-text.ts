// Who did something, in words.

import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Author } from './people.ts';

/** The same function as long as the language is the same: "Usted", "Enlace municipal (Chapa de Mota)" or "Otra persona". */
export function useAuthorText(): (author: Author) => string {
  const { t } = useTranslation();
  return useCallback(
    (author) => {
      if (author.type === 'self') return t('people.you');
      if (author.type === 'unknown') return t('people.somebody');
      return author.town ? t('people.ofTown', { name: author.name, town: author.town }) : author.name;
    },
    [t],
  );
}
