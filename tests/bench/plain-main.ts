// The plain baseline as a process: its page and POST /sync, gzip both ways. Arguments: database file, folder of the page.

import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { gunzipSync, gzip } from 'node:zlib';
import { createPlainServer } from './plain-server.ts';

const [file = '', pageFolder = ''] = process.argv.slice(2);
const plain = createPlainServer(file);
const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

const server = createServer((request, response) => {
  if (request.method === 'POST') void answerSync(request, response);
  else answerFile(request.url ?? '', response);
});
server.keepAliveTimeout = 65_000;
server.listen(0, 'localhost', () => console.log(`ready http://localhost:${(server.address() as AddressInfo).port}`));

async function answerSync(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk);
  } catch {
    return; // the line broke before the request was whole
  }
  const body = Buffer.concat(chunks);
  const json = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
  const answer = plain.sync(JSON.parse(json.toString()));
  gzip(answer, { level: 6 }, (_error, zipped) => {
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-encoding': 'gzip',
      'content-length': zipped.length,
      'cache-control': 'no-store',
    });
    response.end(zipped);
  });
}

function answerFile(url: string, response: ServerResponse): void {
  const { pathname } = new URL(url, 'http://localhost');
  const path = join(pageFolder, pathname);
  const type = types[extname(pathname)];
  if (!type || !existsSync(path)) return void response.writeHead(404).end();
  const cached = type === 'text/html' ? 'no-cache' : 'public, max-age=31536000, immutable';
  response.writeHead(200, { 'content-type': type, 'cache-control': cached }).end(readFileSync(path));
}
