import { createRequire } from 'node:module';
import { isRecord } from './messages.ts';

/**
 * A process with nothing in it but the function's bundle, as Lambda runs it. It gets events and answers with the
 * milliseconds that the handler took.
 */

const bundle = process.argv[2] ?? '';
const { handler }: { handler: (event: unknown, context: object) => Promise<unknown> } = createRequire(
  import.meta.url,
)(bundle);

const context = {
  functionName: 'bench',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:bench',
  memoryLimitInMB: '1024',
  awsRequestId: 'bench',
  getRemainingTimeInMillis: () => 5_000,
};

const migrated = (response: unknown): boolean =>
  isRecord(response) && isRecord(response['response']) && 'userAttributes' in response['response'];

process.on('message', async (event) => {
  const start = performance.now();
  const response = await handler(event, context);
  process.send?.({ milliseconds: performance.now() - start, migrated: migrated(response) });
});
process.send?.({ ready: true });
