// npm run complete-lock-file: after npm changed package-lock.json, puts back what it forgot. See lock-file.ts.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { entryFor, forgottenPackages, type LockFile } from './lock-file.ts';
import { root } from './run.ts';

const file = join(root, 'package-lock.json');
const lockFile: LockFile = JSON.parse(readFileSync(file, 'utf8'));
const forgotten = forgottenPackages(lockFile);
const filledIn = Object.fromEntries(forgotten.map((each) => [`node_modules/${each.name}`, entryFor(each)]));
const packages = Object.fromEntries(
  Object.entries({ ...lockFile.packages, ...filledIn }).toSorted(([a], [b]) => a.localeCompare(b, 'en')),
);
writeFileSync(file, `${JSON.stringify({ ...lockFile, packages }, null, 2)}\n`);
console.log(`${forgotten.length} packages of other systems put back.`);
