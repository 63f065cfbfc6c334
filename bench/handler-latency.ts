import { fork } from 'node:child_process';
import {
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Figure } from './figure.ts';
import { atMost, beside, median } from './figure.ts';
import { nextMessage } from './messages.ts';
import type { Rehearsal } from './rehearsal.ts';

/** Invocations of each kind. */
const INVOCATIONS = 25;

/** The waves of calls of a migrating sign-in: authenticate, profile, names. */
const WAVES = 3;

const MAX_RATIO = 1.1;

interface Attempt {
  readonly userName: string;
  readonly password: string;
}

/**
 * What the handler adds to the calls that it makes one after the other, with the sandbox's delay on every call.
 * Sandbox, handler and this process are three.
 */
export const measureHandlerLatency = async (rehearsal: Rehearsal): Promise<Figure[]> => {
  const handler = fork(new URL('./handler-process.ts', import.meta.url), [rehearsal.bundle], {
    env: rehearsal.environment,
    // The function's log lines are none of the benchmark's output.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  try {
    await nextMessage(handler);
    const invoke = async ({ userName, password }: Attempt, mustMigrate: boolean): Promise<number> => {
      handler.send({
        version: '1',
        triggerSource: 'UserMigration_Authentication',
        userPoolId: rehearsal.newUserPoolId,
        userName,
        request: { password },
        response: {},
      });
      const { milliseconds, migrated } = await nextMessage(handler);
      if (migrated !== mustMigrate || typeof milliseconds !== 'number') {
        throw new Error(`The handler did not ${mustMigrate ? 'migrate' : 'decline'} ${userName}`);
      }
      return milliseconds;
    };
    const person = { userName: rehearsal.userName, password: rehearsal.password };
    const stranger = { ...person, password: 'Not-the-passw0rd!' };
    const call = callOnce(rehearsal);
    // The first of each opens connections and compiles code.
    await Promise.all([call(), invoke(person, true)]);
    const times: Record<'call' | 'migrating' | 'wrongPassword', number[]> = {
      call: [],
      migrating: [],
      wrongPassword: [],
    };
    for (let invocation = 0; invocation < INVOCATIONS; invocation += 1) {
      times.call.push(await call());
      times.migrating.push(await invoke(person, true));
      // Never locked out: each success in between starts the count of failures anew.
      times.wrongPassword.push(await invoke(stranger, false));
    }
    const [oneCall, migrating, wrongPassword] = [times.call, times.migrating, times.wrongPassword].map(
      median,
    );
    if (oneCall === undefined || migrating === undefined || wrongPassword === undefined) return [];
    return [
      beside('one call, 40 ms injected', oneCall, 'ms'),
      beside('migrating sign-in, median', migrating, 'ms'),
      atMost(
        'migrating sign-in / calls on its longest path',
        migrating / (WAVES * oneCall),
        'ratio',
        MAX_RATIO,
      ),
      beside('wrong password, median', wrongPassword, 'ms'),
      atMost('wrong password / its one call', wrongPassword / oneCall, 'ratio', MAX_RATIO),
    ];
  } finally {
    handler.kill();
  }
};

/** One call to the sandbox from this process, as the yardstick. */
const callOnce = ({ endpoint, newUserPoolId }: Rehearsal) => {
  const client = new CognitoIdentityProviderClient({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'administrator', secretAccessKey: 'administrator' },
  });
  return async (): Promise<number> => {
    const start = performance.now();
    await client
      .send(new AdminGetUserCommand({ UserPoolId: newUserPoolId, Username: 'nobody' }))
      .catch(() => undefined);
    return performance.now() - start;
  };
};
