import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { s3EndpointOf } from '../../cli/sandbox-addresses.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';

test('a sandbox tells where its S3 is', async () => {
  const sandbox = await startSandbox();
  expect(await s3EndpointOf(sandbox.endpoint)).toBe(sandbox.s3.endpoint);
  await sandbox.close();
});

test.each([
  ['something else', '{"message":"Not Found"}'],
  ['no JSON', '<html>'],
])('%s answers: that is said, and what to do', async (_, body) => {
  const server = createServer((_request, response) => response.end(body));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await expect(s3EndpointOf(`http://127.0.0.1:${port}`)).rejects.toMatchObject({
    message: `What answers at http://127.0.0.1:${port} does not tell where its S3 is.`,
    remedy: expect.stringContaining('npm run sandbox'),
  });
  await new Promise((resolve) => server.close(resolve));
});
