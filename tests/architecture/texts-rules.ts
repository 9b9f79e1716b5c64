// What must hold for the language files. Every function gives back the offences, as lines to read; none is an empty list.
import { baseOf, holesIn, type Language, nameOf, pluralEndings, type StringsInCode, type Text } from './texts.ts';

const pluralsOf: Readonly<Record<Language, readonly string[]>> = {
  es: ['one', 'many', 'other'],
  de: ['one', 'other'],
};

export function withoutTranslation(from: readonly Text[], to: readonly Text[]): readonly string[] {
  const known = new Set(to.map(baseOf));
  return [...new Set(from.map(baseOf))].filter((base) => !known.has(base));
}

export function incompletePlurals(texts: readonly Text[], language: Language): readonly string[] {
  const endingsByBase = Map.groupBy(
    texts.filter((text) => pluralEndings.test(text.key)),
    baseOf,
  );
  const needed = pluralsOf[language].toSorted().join(' ');
  return [...endingsByBase].flatMap(([base, forms]) => {
    const present = forms
      .map((form) => pluralEndings.exec(form.key)?.[1])
      .toSorted()
      .join(' ');
    return present === needed ? [] : [`${base} has ${present}, needs ${needed}`];
  });
}

export function emptyTexts(texts: readonly Text[]): readonly string[] {
  return texts.filter(({ text }) => typeof text !== 'string' || text.trim() === '').map(nameOf);
}

/** The forms of a plural are taken together: "one" may well say the number as a word. */
export function differentHoles(reference: readonly Text[], translation: readonly Text[]): readonly string[] {
  const translated = holesByBase(translation);
  return [...holesByBase(reference)].flatMap(([base, holes]) => {
    const other = translated.get(base);
    return other === undefined || other === holes ? [] : [`${base}: ${holes || 'none'} | ${other || 'none'}`];
  });
}

function holesByBase(texts: readonly Text[]): ReadonlyMap<string, string> {
  const groups = Map.groupBy(texts, baseOf);
  return new Map([...groups].map(([base, forms]) => [base, holesIn(forms.map(({ text }) => String(text)).join(' ')).join(' ')]));
}

export function unusedTexts(texts: readonly Text[], code: StringsInCode, dynamic: readonly string[]): readonly string[] {
  const patterns = dynamic.map(starPattern);
  return texts
    .filter((text) => {
      const base = baseOf(text);
      const inFile = base.slice(base.indexOf(':') + 1);
      const asWritten = [base, base.replace(':', '.'), inFile];
      return !asWritten.some((name) => code.all.has(name)) && !patterns.some((pattern) => pattern.test(base));
    })
    .map(nameOf);
}

export function missingTexts(texts: readonly Text[], code: StringsInCode): readonly string[] {
  const known = new Set(
    texts.flatMap((text) => [baseOf(text), baseOf(text).replace(':', '.'), baseOf(text).replace(/^.*?:/, '')]),
  );
  return [...code.keys].filter((key) => !known.has(key));
}

export function staleDynamicTexts(texts: readonly Text[], dynamic: readonly string[]): readonly string[] {
  return dynamic.filter((star) => !texts.some((text) => starPattern(star).test(baseOf(text))));
}

function starPattern(star: string): RegExp {
  return new RegExp(`^${star.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`);
}

const word = (words: string) => new RegExp(`(?<!\\p{L})(?:${words})(?!\\p{L})`, 'iu');

/** Crude on purpose: words that the glossary rules out, whatever they stand for in a sentence. */
const wordsRuledOut: Readonly<Record<Language, readonly { readonly pattern: RegExp; readonly instead: string }[]>> = {
  es: [
    { pattern: word('introdu(?:cir|ce|zca|zcan|cido|cida|ciendo)'), instead: 'capturar' },
    { pattern: word('enlaces? (?:web|de invitación|para abrir|a la página|copiado)'), instead: 'liga (enlace is the liaison)' },
    {
      pattern: word(
        '(?:abr[ae]|abrir|copi[ae]|copiar|pegu?[ae]|pegar|compart[ae]|compartir|sig[au]e?|toque|tocar) (?:el|este|ese|un|su) enlace',
      ),
      instead: 'liga',
    },
    { pattern: word('ordenador(?:es)?|móvil(?:es)?'), instead: 'computadora, celular' },
    { pattern: word('tú|tu|tus|contigo|vosotros|vuestr[oa]s?'), instead: 'usted' },
  ],
  de: [{ pattern: word('du|dich|dir|dein(?:e|en|em|er|es)?|euch|euer|eure[mnrs]?'), instead: 'Sie' }],
};

export function ruledOutWords(texts: readonly Text[], language: Language): readonly string[] {
  return texts.flatMap((each) =>
    wordsRuledOut[language]
      .filter(({ pattern }) => pattern.test(String(each.text)))
      .map(({ instead }) => `${nameOf(each)}: "${each.text}": use ${instead}`),
  );
}
