// The least that Node’s own HTTP server can do for a question: reads its JSON, and answers yes. No frame, no header of ours, no check.
// What no server over node:http can exceed, however quick its decisions are.
import { createServer } from 'node:http';

const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const asked: unknown = JSON.parse(Buffer.concat(parts).toString());
    const text = JSON.stringify({ allowed: typeof asked === 'object' });
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(text) }).end(text);
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.(typeof address === 'object' ? (address?.port ?? 0) : 0);
});
process.once('disconnect', () => process.exit(0));
