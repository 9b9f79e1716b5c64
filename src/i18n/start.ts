// Starts i18next with the language of the user: the one chosen before, otherwise the browser's, otherwise Spanish.
// Changing it works offline and is remembered.

import { createInstance, type i18n } from 'i18next';
import LanguageDetector from 'i18next-browser-languagedetector';
import resourcesToBackend from 'i18next-resources-to-backend';
import { initReactI18next } from 'react-i18next';
import {
  asLanguage,
  firstNamespaces,
  intlLocales,
  type Language,
  languages,
  laterNamespaces,
  loadTexts,
  type Texts,
} from './languages.ts';

export async function startTexts(): Promise<i18n> {
  const instance = createInstance();
  instance
    .use(LanguageDetector)
    .use(initReactI18next)
    .use(resourcesToBackend((language: string, namespace: string) => loadTexts(asLanguage(language), namespace as keyof Texts)));
  await instance.init({
    supportedLngs: [...languages],
    nonExplicitSupportedLngs: true,
    load: 'languageOnly',
    fallbackLng: 'es',
    ns: [...firstNamespaces],
    defaultNS: 'common',
    detection: { order: ['localStorage', 'navigator'], caches: ['localStorage'], lookupLocalStorage: 'tequio.language' },
    interpolation: { escapeValue: false },
  });
  const mark = () => {
    document.documentElement.lang = intlLocales[currentLanguage(instance)];
  };
  instance.on('languageChanged', mark);
  mark();
  void loadLaterTexts(instance); // screens that need them wait for them
  return instance;
}

/** Resolves when the texts of all screens are there, or did not come. */
export function loadLaterTexts(instance: Pick<i18n, 'loadNamespaces'>): Promise<void> {
  return instance.loadNamespaces(laterNamespaces);
}

export function currentLanguage(instance: Pick<i18n, 'resolvedLanguage' | 'language'>): Language {
  return asLanguage(instance.resolvedLanguage ?? instance.language);
}
