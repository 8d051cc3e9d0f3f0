// The least that Node's own HTTPS server can do for a sign-in: reads the form, verifies its password against the one hash it is given, and leads on. No frame, no
// name looked up, no session, no event. What no server that hashes the same way can exceed over the same transport.
import { createServer } from 'node:https';
import { verify } from '@node-rs/argon2';
import { pino } from 'pino';
import { openCertificate } from '#certificate.ts';
import { loadConfig } from '#config.ts';

const [hash = ''] = process.argv.slice(2);
const config = loadConfig({ argv: [], env: { ...process.env, REEVE_HOST: '127.0.0.1', REEVE_METRICS_LISTEN: '' } });
const { key, cert } = await openCertificate(config, pino({ level: 'warn' }));

const server = createServer({ key, cert }, (request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', async () => {
    const password = new URLSearchParams(Buffer.concat(parts).toString()).get('password') ?? '';
    const isRight = await verify(hash, password);
    response.writeHead(isRight ? 303 : 403, { location: '/account', 'content-length': 0 }).end();
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.(typeof address === 'object' ? (address?.port ?? 0) : 0);
});
process.once('disconnect', () => process.exit(0));
