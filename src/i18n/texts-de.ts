// What the first screens say, one file per feature. Spanish is the reference: its keys are the type of all others.

import common from '#locales/de/common.json' with { type: 'json' };
import errors from '#locales/de/errors.json' with { type: 'json' };
import join from '#locales/de/join.json' with { type: 'json' };
import sync from '#locales/de/sync.json' with { type: 'json' };
import today from '#locales/de/today.json' with { type: 'json' };

export const texts = { common, errors, join, sync, today };
