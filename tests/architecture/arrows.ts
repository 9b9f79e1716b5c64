// Turns the table of rooms into rules for dependency-cruiser and asks it who imports what.
import { cruise, type ICruiseResult, type IRegularForbiddenRuleType } from 'dependency-cruiser';
import { narrowPackages, rooms } from './house.ts';

/** `violations` are lines such as "room-arrows: src/ui/x.tsx -> src/data/y.ts". */
export type Look = { readonly modules: readonly string[]; readonly violations: readonly string[] };

/** Looks at every module under src and server of the house in `houseDir`. */
export async function lookAtImports(houseDir: string): Promise<Look> {
  const { output } = await cruise(['src', 'server'], {
    baseDir: houseDir,
    validate: true,
    ruleSet: { forbidden: [...Object.keys(rooms).flatMap(rulesOfRoom), ...rulesOfNarrowPackages(), noCircle, noRiddle] },
    doNotFollow: { path: '(^|/)node_modules/' },
    tsPreCompilationDeps: true, // imports of types are arrows too
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      mainFields: ['module', 'main', 'types'],
    },
  });
  const { modules, summary } = output as ICruiseResult;
  return {
    modules: modules.map((module) => module.source).filter((source) => /^(src|server)\/.*\.tsx?$/.test(source)),
    violations: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`),
  };
}

function rulesOfRoom(room: string): IRegularForbiddenRuleType[] {
  const inRoom = { path: `^${room}/` };
  const { uses, packages, node, foldersApart } = rooms[room] ?? { uses: [], packages: [] };
  const rules: IRegularForbiddenRuleType[] = [
    forbid('room-arrows', inRoom, { path: '^(src|server|locales|scripts|tests)/', pathNot: `^(${[room, ...uses].join('|')})/` }),
    forbid('room-packages', inRoom, { path: '(^|/)node_modules/', pathNot: `(^|/)node_modules/(${packages.join('|')})/` }),
  ];
  if (!node) rules.push(forbid('room-without-node', inRoom, { dependencyTypes: ['core'] }));
  if (foldersApart)
    rules.push(forbid('folders-apart', { path: `^${room}/([^/]+)/` }, { path: `^${room}/[^/]+/`, pathNot: `^${room}/$1/` }));
  return rules;
}

function rulesOfNarrowPackages(): IRegularForbiddenRuleType[] {
  return Object.entries(narrowPackages).map(([name, files]) =>
    forbid('narrow-package', { path: '^(src|server)/', pathNot: files }, { path: `(^|/)node_modules/${name}/` }),
  );
}

const noCircle = forbid('no-circle', {}, { circular: true });
const noRiddle = forbid('no-unknown-address', {}, { couldNotResolve: true });

function forbid(
  name: string,
  from: IRegularForbiddenRuleType['from'],
  to: IRegularForbiddenRuleType['to'],
): IRegularForbiddenRuleType {
  return { name, severity: 'error', from, to };
}
