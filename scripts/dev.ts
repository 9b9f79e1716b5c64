// npm run dev: the endpoint and Vite's development server side by side. They end together, whichever ends first.
import { type ChildProcess, spawn } from 'node:child_process';
import { endWithParent } from './end-with-parent.ts';
import { root, toolEnv } from './run.ts';

endWithParent();
const pagePort = 5173;
const endpointPort = 8081;
const pageOrigin = `http://localhost:${pagePort}`;

const children = [
  start('node', ['--watch', 'server/main.ts'], { PORT: String(endpointPort), TEQUIO_ORIGIN: pageOrigin }),
  start('vite', ['--port', String(pagePort)], { TEQUIO_ENDPOINT: `http://localhost:${endpointPort}` }),
];

function start(command: string, args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  const child = spawn(command, args, { cwd: root, env: toolEnv(env), stdio: 'inherit', shell: process.platform === 'win32' });
  child.on('exit', (code) => {
    process.exitCode ??= code ?? 0;
    for (const other of children) other.kill();
  });
  return child;
}

// Ctrl-C reaches the children by itself; a plain kill reaches only this process and is passed on.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {
  for (const child of children) child.kill();
});
console.log(`\nThe page for daily work: ${pageOrigin}\n`);
