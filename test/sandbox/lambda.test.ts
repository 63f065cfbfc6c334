import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { FunctionDefinition } from '../../sandbox/lambda/function-definition.ts';
import { LambdaHost, type LambdaHostOptions } from '../../sandbox/lambda/host.ts';
import { inProcessFunctions } from '../../sandbox/lambda/in-process.ts';

const FUNCTION_ARN = 'arn:aws:lambda:us-east-1:123456789012:function:fn';
const POOL_ARN = 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_abc';

let directory: string;
let host: LambdaHost;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lambda-test-'));
  host = new LambdaHost();
});

afterEach(async () => {
  await host.close();
  await rm(directory, { recursive: true });
});

describe('what a handler gets and gives', () => {
  test('an event and an answer go through JSON', async () => {
    await given({
      'index.js': 'exports.handler = async (event) => ({ ...event, gone: undefined, at: new Date(0) });',
    });
    expect(await host.invokeDirectly(FUNCTION_ARN, { name: 'ada', left: undefined })).toEqual({
      kind: 'returned',
      payload: { name: 'ada', at: '1970-01-01T00:00:00.000Z' },
    });
  });

  test('a handler that returns nothing answers null', async () => {
    await given({ 'index.js': 'exports.handler = async () => {};' });
    expect(await host.invokeDirectly(FUNCTION_ARN, {})).toEqual({ kind: 'returned', payload: null });
  });

  test('the context tells who is running and for how long', async () => {
    await given(
      {
        'index.js': `exports.handler = async (event, context) => {
          const { getRemainingTimeInMillis, awsRequestId, ...rest } = context;
          const remaining = getRemainingTimeInMillis();
          return { ...rest, inTime: remaining > 0 && remaining <= 3000, hasId: awsRequestId.length === 36 };
        };`,
      },
      { timeoutSeconds: 3, memorySize: 256 },
    );
    expect(await host.invokeDirectly(FUNCTION_ARN, {})).toMatchObject({
      payload: {
        functionName: 'fn',
        functionVersion: '$LATEST',
        invokedFunctionArn: FUNCTION_ARN,
        memoryLimitInMB: '256',
        logGroupName: '/aws/lambda/fn',
        inTime: true,
        hasId: true,
      },
    });
  });

  test("a function's clock begins with its environment, not with the sandbox", async () => {
    const sandboxAge = process.uptime() * 1000;
    await given({
      'index.js': `exports.handler = async () => {
        const processAge = Date.now() - performance.timeOrigin;
        return [process.uptime() * 1000, performance.now()].map((age) => processAge - age);
      };`,
    });
    const result = await host.invokeDirectly(FUNCTION_ARN, {});
    const began = result.kind === 'returned' ? (result.payload as number[]) : [];
    expect(began.map((time) => time > sandboxAge)).toEqual([true, true]);
  });

  test("the environment is the function's and nothing else", async () => {
    await given(
      { 'index.js': 'exports.handler = async () => ({ ...process.env });' },
      { environment: { OLD_USER_POOL_ID: 'us-east-1_old' } },
    );
    expect(await host.invokeDirectly(FUNCTION_ARN, {})).toEqual({
      kind: 'returned',
      payload: { OLD_USER_POOL_ID: 'us-east-1_old' },
    });
  });
});

describe('where the code comes from', () => {
  test.each([
    ['CommonJS in a directory', { 'index.js': 'exports.handler = async () => "cjs";' }, 'cjs'],
    ['an ES module in a directory', { 'index.mjs': 'export const handler = async () => "esm";' }, 'esm'],
    [
      'CommonJS in a directory below a package of ES modules',
      {
        '../package.json': '{"type":"module"}',
        'index.js': 'exports.handler = async () => require("./other").name;',
        'other.js': 'exports.name = "cjs";',
      },
      'cjs',
    ],
    [
      'ES modules in a directory with its own package.json',
      { 'package.json': '{"type":"module"}', 'index.js': 'export const handler = async () => "esm";' },
      'esm',
    ],
  ])('%s', async (_, files, answer) => {
    await given(files);
    expect(await host.invokeDirectly(FUNCTION_ARN, {})).toEqual({ kind: 'returned', payload: answer });
  });

  test('a TypeScript file', async () => {
    await given(
      {
        'entry.ts': `import { greeting } from './greeting.ts';
          export const handler = async (event: { name: string }): Promise<string> => greeting(event.name);`,
        'greeting.ts': 'export const greeting = (name: string): string => "hello " + name;',
      },
      { code: 'code/entry.ts' },
    );
    expect(await host.invokeDirectly(FUNCTION_ARN, { name: 'ada' })).toEqual({
      kind: 'returned',
      payload: 'hello ada',
    });
  });

  test('a package that lies beside the directory is not found', async () => {
    await given({
      '../node_modules/forgotten/index.js': 'exports.handler = 1;',
      'index.js': 'require("forgotten"); exports.handler = async () => "found";',
    });
    expect(await host.invokeDirectly(FUNCTION_ARN, {})).toEqual({
      kind: 'threw',
      errorType: 'Runtime.ImportModuleError',
      errorMessage: "Error: Cannot find module 'forgotten'",
    });
  });
});

describe('how an invocation fails', () => {
  test.each([
    ['an error', 'exports.handler = async () => { throw new TypeError("no"); };', 'TypeError', 'no'],
    [
      'an error with a name of its own',
      'exports.handler = async () => { throw Object.assign(new Error("no"), { name: "Refused" }); };',
      'Refused',
      'no',
    ],
    ['a string', 'exports.handler = async () => { throw "no"; };', 'string', 'no'],
    ['an error while the code is loaded', 'throw new RangeError("early");', 'RangeError', 'early'],
    [
      'no such export',
      'exports.other = 1;',
      'Runtime.HandlerNotFound',
      'index.handler is undefined or not exported',
    ],
    [
      'the end of the process',
      'exports.handler = async () => { process.exit(3); };',
      'Runtime.ExitError',
      'Error: Runtime exited with error: exit status 3',
    ],
    [
      'an uncaught exception',
      'exports.handler = () => new Promise(() => setTimeout(() => { throw new Error("late"); }));',
      'Error',
      'late',
    ],
  ])('%s', async (_, code, errorType, errorMessage) => {
    await given({ 'index.js': code });
    expect(await host.invokeDirectly(FUNCTION_ARN, {})).toEqual({ kind: 'threw', errorType, errorMessage });
  });

  test("after the function's own time it is ended and a new one takes the next invocation", async () => {
    await given(
      {
        'index.js':
          'exports.handler = (event) => event.hang ? new Promise(() => {}) : process.hrtime.bigint().toString().length > 0;',
      },
      { timeoutSeconds: 0.2 },
    );
    expect(await host.invokeDirectly(FUNCTION_ARN, { hang: true })).toEqual({ kind: 'timed-out' });
    expect(host.logs.at(-1)?.text).toBe('Task timed out after 0.20 seconds\n');
    expect(await host.invokeDirectly(FUNCTION_ARN, {})).toEqual({ kind: 'returned', payload: true });
  });

  test('even a function that never yields is ended', async () => {
    await given({ 'index.js': 'exports.handler = () => { for (;;); };' }, { timeoutSeconds: 0.2 });
    expect(await host.invokeDirectly(FUNCTION_ARN, {})).toEqual({ kind: 'timed-out' });
  });

  test("the caller's limit includes the loading of the code", async () => {
    await given({
      'index.mjs': 'await new Promise(() => setInterval(() => {}, 1000)); export const handler = 1;',
    });
    host.addPermission(FUNCTION_ARN, { principal: 'cognito-idp.amazonaws.com' });
    expect(await host.invoke(FUNCTION_ARN, {}, { timeoutMs: 50, sourceArn: POOL_ARN })).toEqual({
      kind: 'timed-out',
    });
  });

  test('after a crash a new environment takes the next invocation', async () => {
    await given({
      'index.js': 'exports.handler = async (event) => event.crash ? process.exit(1) : "alive";',
    });
    await host.invokeDirectly(FUNCTION_ARN, { crash: true });
    expect(await host.invokeDirectly(FUNCTION_ARN, {})).toEqual({ kind: 'returned', payload: 'alive' });
  });
});

describe('environments', () => {
  const COUNTING = `let count = 0;
    exports.handler = async () => { await new Promise((resolve) => setTimeout(resolve, 20)); return ++count; };`;

  test('one after the other use the same one', async () => {
    await given({ 'index.js': COUNTING });
    await host.invokeDirectly(FUNCTION_ARN, {});
    expect(await host.invokeDirectly(FUNCTION_ARN, {})).toMatchObject({ payload: 2 });
  });

  test('at the same time each has its own', async () => {
    await given({ 'index.js': COUNTING });
    expect(await atTheSameTime(3)).toEqual([1, 1, 1]);
  });

  test('more than the maximum wait for a free one', async () => {
    await given({ 'index.js': COUNTING }, {}, { maximumEnvironments: 1 });
    expect(await atTheSameTime(3)).toEqual([1, 2, 3]);
  });

  test('idle ones do not keep the process alive', async () => {
    await given({ 'index.js': 'exports.handler = async () => "done";' });
    const script = `
      import { LambdaHost } from '${new URL('../../sandbox/lambda/host.ts', import.meta.url)}';
      const host = new LambdaHost();
      host.create(${JSON.stringify(definitionOf('code'))});
      console.log(JSON.stringify(await host.invokeDirectly('${FUNCTION_ARN}', {})));`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
    expect(JSON.parse(stdout)).toEqual({ kind: 'returned', payload: 'done' });
  });

  async function atTheSameTime(count: number): Promise<unknown[]> {
    const results = await Promise.all(
      Array.from({ length: count }, () => host.invokeDirectly(FUNCTION_ARN, {})),
    );
    return results.map((result) => (result.kind === 'returned' ? result.payload : result.kind));
  }
});

describe('the resource policy', () => {
  test.each([
    ['no permission', undefined, 'not-permitted'],
    ['Cognito from anywhere', { principal: 'cognito-idp.amazonaws.com' }, 'returned'],
    ['Cognito from this pool', { principal: 'cognito-idp.amazonaws.com', sourceArn: POOL_ARN }, 'returned'],
    [
      'Cognito from every pool',
      { principal: 'cognito-idp.amazonaws.com', sourceArn: POOL_ARN.replace('us-east-1_abc', '*') },
      'returned',
    ],
    [
      'Cognito from another pool',
      { principal: 'cognito-idp.amazonaws.com', sourceArn: `${POOL_ARN}d` },
      'not-permitted',
    ],
    [
      'Cognito from this account',
      { principal: 'cognito-idp.amazonaws.com', sourceAccount: '123456789012' },
      'returned',
    ],
    [
      'Cognito from another account',
      { principal: 'cognito-idp.amazonaws.com', sourceAccount: '210987654321' },
      'not-permitted',
    ],
    ['another service', { principal: 's3.amazonaws.com' }, 'not-permitted'],
  ])('%s', async (_, permission, kind) => {
    await given({ 'index.js': 'exports.handler = async () => null;' });
    if (permission) host.addPermission(FUNCTION_ARN, permission);
    expect(await host.invoke(FUNCTION_ARN, {}, { timeoutMs: 5000, sourceArn: POOL_ARN })).toMatchObject({
      kind,
    });
  });

  test('a function that does not exist', async () => {
    expect(await host.invoke(FUNCTION_ARN, {}, { timeoutMs: 5000, sourceArn: POOL_ARN })).toEqual({
      kind: 'not-permitted',
    });
  });
});

test('the log holds what functions wrote, by whichever way', async () => {
  await given({
    'index.js': `const { Console } = require('node:console');
      console.log('loading');
      exports.handler = async () => {
        console.error('one');
        new Console({ stdout: process.stdout, stderr: process.stderr }).log('two');
        process.stdout.write('three');
      };`,
  });
  await host.invokeDirectly(FUNCTION_ARN, {});
  expect(host.logs.map(({ stream, text }) => [stream, text])).toEqual([
    ['stdout', 'loading\n'],
    ['stderr', 'one\n'],
    ['stdout', 'two\n'],
    ['stdout', 'three'],
  ]);
});

describe('functions of this process', () => {
  const options = { timeoutMs: 20, sourceArn: POOL_ARN };
  const functions = inProcessFunctions({
    answers: (event: unknown) => ({ event }),
    throws: () => {
      throw new RangeError('no');
    },
    hangs: () => new Promise(() => {}),
  });

  test.each([
    ['answers', { kind: 'returned', payload: { event: { a: 1 } } }],
    ['throws', { kind: 'threw', errorType: 'RangeError', errorMessage: 'no' }],
    ['hangs', { kind: 'timed-out' }],
    ['unknown', { kind: 'not-permitted' }],
  ])('%s', async (arn, result) => {
    expect(await functions.invoke(arn, { a: 1, b: undefined }, options)).toEqual(result);
  });
});

/** Writes the files of one function below `code/` and creates it. */
async function given(
  files: Record<string, string>,
  definition: Partial<FunctionDefinition> = {},
  options: LambdaHostOptions = {},
): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const path = join(directory, 'code', name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  host = new LambdaHost(options);
  const { code = 'code', ...rest } = definition;
  host.create({ ...definitionOf(code), ...rest });
}

/** @param code below the test's directory */
function definitionOf(code: string): FunctionDefinition {
  return {
    functionName: 'fn',
    functionArn: FUNCTION_ARN,
    code: join(directory, code),
    handler: 'index.handler',
    environment: {},
    timeoutSeconds: 3,
    memorySize: 128,
  };
}
