// The shape of the example round's content: plain data, written by hand, with no ids and no stamps.
// build-example-round.ts turns it into records. Days are ISO days in the towns' calendar.

export type TownKey =
  | 'huixquilucan'
  | 'queretaro'
  | 'corregidora'
  | 'chapa-de-mota'
  | 'nopaltepec'
  | 'san-martin-de-las-piramides'
  | 'huehuetoca';

export type ThemeKey = 'security' | 'public-services' | 'municipal-finance';

/** Who speaks or acts, by role: no personal names. `position` is the job title as the town hall uses it, in Spanish. */
export type ExamplePerson = {
  readonly key: string;
  readonly role: 'coordinator' | 'mentor' | 'liaison' | 'official' | 'observer';
  readonly town: TownKey | null;
  readonly position: string;
  /** Working groups this person sees; a coordinator sees all and lists none. */
  readonly groups: readonly ThemeKey[];
};

export type ExampleItem = { readonly title: string; readonly doneDay?: string };

export type ExampleAction = {
  readonly title: string;
  /** Key of the person in charge, of the plan's own town. */
  readonly responsible: string | null;
  readonly startDay: string;
  readonly dueDay: string;
  readonly state: 'not-started' | 'in-progress' | 'done' | 'cancelled';
  readonly items: readonly ExampleItem[];
};

export type ExampleLine = { readonly title: string; readonly actions: readonly ExampleAction[] };

export type ExampleNote = { readonly by: string; readonly day: string; readonly text: string };

export type ExamplePlan = {
  readonly town: TownKey;
  readonly theme: ThemeKey;
  readonly title: string;
  readonly objective: string;
  readonly problem: string;
  readonly startDay: string;
  readonly endDay: string;
  readonly lines: readonly ExampleLine[];
  readonly notes: readonly ExampleNote[];
};

export type ExampleRound = {
  readonly programme: string;
  readonly name: string;
  readonly number: number;
  readonly opensOn: string;
  readonly closesOn: string;
  /** The fixed day that the example always shows as today. */
  readonly today: string;
  readonly themes: readonly { readonly key: ThemeKey; readonly name: string }[];
  readonly towns: readonly { readonly key: TownKey; readonly name: string; readonly part: 'mentor' | 'receiver' }[];
  readonly groups: readonly { readonly theme: ThemeKey; readonly name: string; readonly sessionDays: readonly string[] }[];
  readonly people: readonly ExamplePerson[];
  readonly plans: readonly ExamplePlan[];
};
