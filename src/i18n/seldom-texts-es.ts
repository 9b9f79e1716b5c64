// What the screens say on which a round is set up and people are let in; fetched when one of them is opened.

import inviting from '#locales/es/inviting.json' with { type: 'json' };
import person from '#locales/es/person.json' with { type: 'json' };
import setup from '#locales/es/setup.json' with { type: 'json' };

export const seldomTexts = { inviting, person, setup };
