// Finds a Chromium on this machine, or installs Debian's where it may.
import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

const commands = ['chromium', 'google-chrome-stable', 'google-chrome', 'chrome', 'chromium-browser'];

/** Places of installers that put nothing on the PATH. */
const usualPlaces = [
  '/usr/lib/chromium/chromium',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ...[process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA].flatMap((folder) =>
    folder ? [join(folder, 'Google/Chrome/Application/chrome.exe'), join(folder, 'Microsoft/Edge/Application/msedge.exe')] : [],
  ),
];

/** The path of a browser; installs one if there is none and this process may. Throws an error that says what to do otherwise. */
export function ensureBrowser(): string {
  const found = findBrowser();
  if (found) return found;
  if (!mayInstall()) throw new Error(whatToDo);
  console.log('No Chromium on this machine: installing Debian\'s package "chromium" ...');
  try {
    execFileSync('apt-get', ['update'], { stdio: 'ignore' });
    execFileSync('apt-get', ['install', '-y', 'chromium'], {
      stdio: 'ignore',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  } catch (cause) {
    throw new Error(whatToDo, { cause });
  }
  const installed = findBrowser();
  if (!installed) throw new Error(whatToDo);
  return installed;
}

/** `CHROME_PATH` wins; then what is installed; then what Playwright once downloaded. */
function findBrowser(): string | null {
  const chosen = process.env.CHROME_PATH;
  if (chosen) {
    if (!isProgram(chosen)) throw new Error(`CHROME_PATH names ${chosen}, which is not a program.`);
    return chosen;
  }
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = [...commands.flatMap((command) => folders.map((folder) => join(folder, command))), ...usualPlaces];
  return [...candidates, chromium.executablePath()].find(isProgram) ?? null;
}

const whatToDo = [
  'The tests need a Chromium or Chrome, and none was found. One of these helps:',
  '  - install Chromium or Google Chrome as usual on this system (Debian: apt-get install chromium), or',
  '  - run "npx playwright-core install chromium", or',
  '  - set CHROME_PATH to the program of an installed one.',
  '"npm run check" runs everything that needs no browser.',
].join('\n');

function mayInstall(): boolean {
  return process.getuid?.() === 0 && isProgram('/usr/bin/apt-get');
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
