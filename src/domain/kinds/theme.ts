// A theme of the exchange: security, public services, municipal finance.

import type { Shown } from './define-kind.ts';
import { defineKind } from './define-kind.ts';
import { orderKey, shortText } from './values.ts';

export const theme = defineKind('theme', { area: 'programme', spaces: ['round'] }, { name: shortText(200), order: orderKey() });
export type Theme = Shown<typeof theme>;
