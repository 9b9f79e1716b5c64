// The values that fields are made of. Lengths are in UTF-16 code units, as the browser's maxlength counts them.

import * as v from 'valibot';
import { type Day, isDay } from '../day.ts';
import { maxKeyLength } from '../order.ts';
import { type RegisterField, register } from './define-kind.ts';

const idPattern = /^[0-9A-Za-z-]{1,40}$/;

export const idSchema = v.pipe(v.string(), v.regex(idPattern));
export const daySchema = v.pipe(v.string(), v.check(isDay));
/** An instant as ms since 1970. */
export const instantSchema = v.pipe(v.number(), v.integer(), v.minValue(0));

/** One line of text, at most that long. */
export function shortText(maxLength: number): RegisterField<string> {
  return register(v.pipe(v.string(), v.maxLength(maxLength)), '');
}

/** The id of another record; '' while it has not arrived. */
export function reference(): RegisterField<string> {
  return register(v.union([idSchema, v.literal('')]), '');
}

export function oneOf<const Choice extends string>(first: Choice, ...others: readonly Choice[]): RegisterField<Choice> {
  return register(v.picklist([first, ...others]), first);
}

export function wholeNumber(min: number, max: number): RegisterField<number> {
  return register(v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max)), min);
}

/** A list of days in ascending order, each once. */
export function days(maxCount: number): RegisterField<Day[]> {
  return register(v.pipe(v.array(daySchema), v.maxLength(maxCount)), []);
}

/** Place in a list: a fractional-indexing key. Lists sort by (order, id), by code unit. */
export function orderKey(): RegisterField<string> {
  return register(v.pipe(v.string(), v.maxLength(maxKeyLength), v.regex(/^[0-9A-Za-z]*$/)), '');
}
