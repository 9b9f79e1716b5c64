// Once before all tests in the browser: there is a browser, and dist/ holds the app as it is now.
import { buildAppIfStale } from '../../scripts/build-app.ts';
import { ensureBrowser } from './browser.ts';

export async function setup(): Promise<void> {
  ensureBrowser();
  await buildAppIfStale();
}
