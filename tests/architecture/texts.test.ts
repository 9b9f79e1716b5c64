import { describe, expect, test } from 'vitest';
import { dynamicTexts } from './dynamic-texts.ts';
import { projectDir } from './files.ts';
import { readStringsInCode, readTexts, type Text } from './texts.ts';
import {
  differentHoles,
  emptyTexts,
  incompletePlurals,
  missingTexts,
  ruledOutWords,
  staleDynamicTexts,
  unusedTexts,
  withoutTranslation,
} from './texts-rules.ts';

const es = readTexts(projectDir, 'es');
const de = readTexts(projectDir, 'de');
const code = readStringsInCode(projectDir);

describe('the texts of the app', () => {
  test('are all there in both languages', () => {
    expect(withoutTranslation(es, de)).toEqual([]);
    expect(withoutTranslation(de, es)).toEqual([]);
    expect([...emptyTexts(es), ...emptyTexts(de)]).toEqual([]);
  });

  test('have every plural form that their language needs', () => {
    expect(incompletePlurals(es, 'es')).toEqual([]);
    expect(incompletePlurals(de, 'de')).toEqual([]);
  });

  test('have the same placeholders in both languages', () => {
    expect(differentHoles(es, de)).toEqual([]);
  });

  test('are all used, and none is asked for that does not exist', () => {
    expect(unusedTexts(es, code, dynamicTexts)).toEqual([]);
    expect(missingTexts(es, code)).toEqual([]);
    expect(staleDynamicTexts(es, dynamicTexts)).toEqual([]);
  });

  test('use the words of the glossary', () => {
    expect([...ruledOutWords(es, 'es'), ...ruledOutWords(de, 'de')]).toEqual([]);
  });
});

describe('the rules for texts', () => {
  const texts = (entries: Record<string, string>): readonly Text[] =>
    Object.entries(entries).map(([key, text]) => ({ file: 'plans', key, text }));
  const strings = (...all: string[]) => ({ all: new Set(all), keys: new Set(all) });

  test('see a text without translation, but not a plural form that the other language lacks', () => {
    const spanish = texts({ title: 'Planes', count_one: '1', count_many: '2', count_other: '3' });
    expect(withoutTranslation(spanish, texts({ count_one: '1', count_other: '2' }))).toEqual(['plans:title']);
  });

  test('see a missing plural form', () => {
    expect(incompletePlurals(texts({ count_one: '1', count_other: '2' }), 'es')).toEqual([
      'plans:count has one other, needs many one other',
    ]);
  });

  test('see a lost placeholder and a lost tag', () => {
    const spanish = texts({ sent: 'Enviado a las {{time}}', help: 'Lea la <1>ayuda</1>' });
    expect(differentHoles(spanish, texts({ sent: 'Gesendet', help: 'Lesen Sie die Hilfe' }))).toHaveLength(2);
  });

  test('see texts that nobody asks for and keys that lead nowhere', () => {
    const spanish = texts({ title: 'Planes', 'state.draft': 'Borrador', old: 'Viejo' });
    expect(unusedTexts(spanish, strings('title'), ['plans:state.*'])).toEqual(['plans:old']);
    expect(missingTexts(spanish, strings('title', 'plans:gone'))).toEqual(['plans:gone']);
    expect(staleDynamicTexts(spanish, ['plans:phase.*'])).toEqual(['plans:phase.*']);
  });

  test.each([
    ['es', 'Introduzca el código'],
    ['es', 'Abra el enlace de invitación'],
    ['es', 'Guarde tu plan'],
    ['de', 'Hast du kein Netz?'],
    ['de', 'Deine Gemeinde'],
  ] as const)('rule out, in %s: %s', (language, text) => {
    expect(ruledOutWords(texts({ text }), language)).not.toEqual([]);
  });

  test.each([
    ['es', 'El enlace municipal de Huehuetoca captura el acuerdo'],
    ['es', 'Introducción al programa y estatutos'],
    ['de', 'Die Dauer der Sitzung'],
  ] as const)('let pass, in %s: %s', (language, text) => {
    expect(ruledOutWords(texts({ text }), language)).toEqual([]);
  });
});
