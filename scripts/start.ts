// npm start: builds the app when it has changed, then runs the endpoint in this process, so that signals reach it directly.
import { buildAppIfStale, isBuildFresh } from './build-app.ts';
import { endWithParent } from './end-with-parent.ts';

endWithParent();
if (!isBuildFresh()) {
  console.log('Building the app, which takes a few seconds ...');
  await buildAppIfStale();
}
await import('#server/main.ts');
