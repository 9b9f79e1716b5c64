// What the first screens say, one file per feature. Spanish is the reference: its keys are the type of all others.

import common from '#locales/es/common.json' with { type: 'json' };
import errors from '#locales/es/errors.json' with { type: 'json' };
import join from '#locales/es/join.json' with { type: 'json' };
import sync from '#locales/es/sync.json' with { type: 'json' };
import today from '#locales/es/today.json' with { type: 'json' };

export const texts = { common, errors, join, sync, today };
