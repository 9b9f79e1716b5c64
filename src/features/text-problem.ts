// What is wrong with a text, and how it is said: what happened, that nothing is lost, what to do. Fields never cut what was
// pasted: they keep it on the screen and say how much too long it is. Lengths are UTF-16 code units, as the kinds count them.

import { useTranslation } from 'react-i18next';
import { useFormats } from '#i18n/formats.ts';

export type TextProblem = 'empty' | 'too-long';

export function checkText(text: string, max: number, required = false): TextProblem | undefined {
  if (required && text.trim() === '') return 'empty';
  return text.length > max ? 'too-long' : undefined;
}

/** The sentence, with the count; undefined when nothing is wrong. */
export function useTextProblem(): (problem: TextProblem | undefined, text: string, max: number) => string | undefined {
  const { t } = useTranslation();
  const { number } = useFormats();
  return (problem, text, max) => {
    if (problem === 'empty') return t('field.empty');
    if (problem === 'too-long') return t('field.tooLong', { length: number(text.length), max: number(max) });
    return undefined;
  };
}
