// What all other screens say, one file per feature; fetched right after the texts of the first ones.

import more from '#locales/es/more.json' with { type: 'json' };
import notes from '#locales/es/notes.json' with { type: 'json' };
import plans from '#locales/es/plans.json' with { type: 'json' };
import sessions from '#locales/es/sessions.json' with { type: 'json' };
import settings from '#locales/es/settings.json' with { type: 'json' };

export const laterTexts = { more, notes, plans, sessions, settings };
