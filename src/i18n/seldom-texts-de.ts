// What the screens say on which a round is set up and people are let in; fetched when one of them is opened.

import inviting from '#locales/de/inviting.json' with { type: 'json' };
import person from '#locales/de/person.json' with { type: 'json' };
import setup from '#locales/de/setup.json' with { type: 'json' };

export const seldomTexts = { inviting, person, setup };
