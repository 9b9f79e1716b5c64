// Runs before every script (node -r), on whatever Node the machine has: plain old JavaScript, built-ins only.
// It stops with a plain sentence where a script would otherwise fail with a riddle.
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const oldestNode = [24, 12];
const root = join(__dirname, '..');

function isOlderThan(version, oldest) {
  const [major, minor] = version.split('.').map(Number);
  return major < oldest[0] || (major === oldest[0] && minor < oldest[1]);
}

function stop(message) {
  process.stderr.write(`\n${message}\n\n`);
  process.exit(1);
}

if (!existsSync(join(root, 'node_modules', 'vite'))) {
  stop('The packages are not installed yet. Run "npm ci" in the folder of the project, then try again.');
}

if (isOlderThan(process.versions.node, oldestNode)) {
  stop(
    `This is Node ${process.versions.node}; Tequio needs ${oldestNode.join('.')} or newer and brings it along as a package.\n` +
      'Start it through npm (npm start, npm test, npm run dev). If you did, run "npm ci" again:\n' +
      'the package "node" did not install its program, perhaps because install scripts are switched off (npm ci --ignore-scripts=false).',
  );
}
