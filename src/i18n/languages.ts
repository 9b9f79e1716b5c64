// The languages of the app and how their texts arrive: two chunks per language, the first screens' and all
// others', so that switching works offline once the service worker has them all.

export const languages = ['es', 'de'] as const;
export type Language = (typeof languages)[number];

/** What each language is called by those who speak it. */
export const languageNames: Record<Language, string> = { es: 'Español', de: 'Deutsch' };

/** For Intl: numbers and dates as the officials of each country write them. */
export const intlLocales: Record<Language, string> = { es: 'es-MX', de: 'de-DE' };

export function asLanguage(tag: string | undefined): Language {
  return languages.find((language) => tag?.toLowerCase().startsWith(language)) ?? 'es';
}

type FirstTexts = typeof import('./texts-es.ts').texts;
type LaterTexts = typeof import('./later-texts-es.ts').laterTexts;
type SeldomTexts = typeof import('./seldom-texts-es.ts').seldomTexts;
export type Texts = FirstTexts & LaterTexts & SeldomTexts;

type ByNamespace<Of> = Readonly<Record<keyof Of, object>>;

const loaders: Record<
  Language,
  {
    first: () => Promise<ByNamespace<FirstTexts>>;
    later: () => Promise<ByNamespace<LaterTexts>>;
    seldom: () => Promise<ByNamespace<SeldomTexts>>;
  }
> = {
  es: {
    first: async () => (await import('./texts-es.ts')).texts,
    later: async () => (await import('./later-texts-es.ts')).laterTexts,
    seldom: async () => (await import('./seldom-texts-es.ts')).seldomTexts,
  },
  de: {
    first: async () => (await import('./texts-de.ts')).texts,
    later: async () => (await import('./later-texts-de.ts')).laterTexts,
    seldom: async () => (await import('./seldom-texts-de.ts')).seldomTexts,
  },
};

export const firstNamespaces = ['common', 'errors', 'join', 'sync', 'today'] as const satisfies readonly (keyof FirstTexts)[];
export const laterNamespaces = [
  'more',
  'notes',
  'plans',
  'sessions',
  'settings',
] as const satisfies readonly (keyof LaterTexts)[];

const seldomNamespaces: readonly (keyof Texts)[] = ['inviting', 'person', 'setup'] satisfies readonly (keyof SeldomTexts)[];

/** The texts of one namespace in a language. */
export async function loadTexts(language: Language, namespace: keyof Texts): Promise<object> {
  const load = loaders[language];
  const isSeldom = (one: keyof Texts): one is keyof SeldomTexts => seldomNamespaces.includes(one);
  const isLater = (one: keyof Texts): one is keyof LaterTexts => laterNamespaces.some((later) => later === one);
  if (isSeldom(namespace)) return (await load.seldom())[namespace];
  return isLater(namespace) ? (await load.later())[namespace] : (await load.first())[namespace];
}
