// What all other screens say, one file per feature; fetched right after the texts of the first ones.

import more from '#locales/de/more.json' with { type: 'json' };
import notes from '#locales/de/notes.json' with { type: 'json' };
import plans from '#locales/de/plans.json' with { type: 'json' };
import sessions from '#locales/de/sessions.json' with { type: 'json' };
import settings from '#locales/de/settings.json' with { type: 'json' };

export const laterTexts = { more, notes, plans, sessions, settings };
