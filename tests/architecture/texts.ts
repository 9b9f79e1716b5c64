// Reads the language files as flat lists of texts, and the code as the strings that it contains.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { listFiles } from './files.ts';

export type Language = 'es' | 'de';

/** `file` is the namespace ("plans"), `key` the path inside it ("empty.title_one"). */
export type Text = { readonly file: string; readonly key: string; readonly text: unknown };

export const pluralEndings = /_(zero|one|two|few|many|other)$/;

export function readTexts(houseDir: string, language: Language): readonly Text[] {
  return listFiles(houseDir, [`locales/${language}`])
    .filter((path) => path.endsWith('.json'))
    .flatMap((path) => flatten(path.replace(/^.*\/|\.json$/g, ''), '', JSON.parse(readFileSync(join(houseDir, path), 'utf8'))));
}

function flatten(file: string, key: string, value: unknown): readonly Text[] {
  if (typeof value !== 'object' || value === null) return [{ file, key, text: value }];
  return Object.entries(value).flatMap(([name, inner]) => flatten(file, key ? `${key}.${name}` : name, inner));
}

export const nameOf = ({ file, key }: Pick<Text, 'file' | 'key'>): string => `${file}:${key}`;

/** A text without its plural ending: what the code asks for. */
export const baseOf = (text: Text): string => nameOf(text).replace(pluralEndings, '');

/** What a translation must keep: {{placeholders}}, $t(references) and <tags>, sorted. */
export function holesIn(text: string): readonly string[] {
  return [...new Set(text.match(/\{\{.*?\}\}|\$t\(.*?\)|<\/?[a-z0-9]+\s*\/?>/gi) ?? [])].toSorted();
}

export type StringsInCode = {
  /** Every string that stands anywhere in the code. */
  readonly all: ReadonlySet<string>;
  /** The strings that are handed to `t` or to <Trans i18nKey>. */
  readonly keys: ReadonlySet<string>;
};

export function readStringsInCode(houseDir: string): StringsInCode {
  const all = new Set<string>();
  const keys = new Set<string>();
  const visit = (node: ts.Node) => {
    if (ts.isStringLiteralLike(node)) all.add(node.text);
    const key = keyAskedFor(node);
    if (key !== null) keys.add(key);
    ts.forEachChild(node, visit);
  };
  for (const path of listFiles(houseDir, ['src', 'server']).filter((file) => /\.tsx?$/.test(file))) {
    visit(ts.createSourceFile(path, readFileSync(join(houseDir, path), 'utf8'), ts.ScriptTarget.Latest));
  }
  return { all, keys };
}

function keyAskedFor(node: ts.Node): string | null {
  if (ts.isCallExpression(node)) {
    const { expression: called, arguments: args } = node;
    const isT =
      (ts.isIdentifier(called) && called.text === 't') || (ts.isPropertyAccessExpression(called) && called.name.text === 't');
    return isT && args[0] && ts.isStringLiteralLike(args[0]) ? args[0].text : null;
  }
  if (ts.isJsxAttribute(node) && ts.isIdentifier(node.name) && node.name.text === 'i18nKey') {
    return node.initializer && ts.isStringLiteral(node.initializer) ? node.initializer.text : null;
  }
  return null;
}
