import { createRequire } from 'node:module';

/**
 * A process with nothing in it but one function's bundle, as Lambda runs it. It gets events and answers each with
 * what the function returned and with what this process has used so far.
 */

const [bundle = '', timeoutSeconds = '900'] = process.argv.slice(2);
const { handler }: { handler: (event: unknown, context: object) => Promise<unknown> } = createRequire(
  import.meta.url,
)(bundle);

const contextFrom = (start: number): object => ({
  functionName: 'bench',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:bench',
  memoryLimitInMB: '1024',
  awsRequestId: 'bench',
  getRemainingTimeInMillis: () => Number(timeoutSeconds) * 1_000 - (performance.now() - start),
});

const usage = () => {
  const { user, system } = process.cpuUsage();
  return { cpuSeconds: (user + system) / 1e6, peakMemory: process.resourceUsage().maxRSS * 1_024 };
};

process.on('message', async (event) => {
  try {
    const result = await handler(event, contextFrom(performance.now()));
    process.send?.({ result, ...usage() });
  } catch (error) {
    process.send?.({ failure: String(error), ...usage() });
  }
});
process.once('disconnect', () => process.exit());
process.send?.({ ready: true, ...usage() });
