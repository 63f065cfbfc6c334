import { afterEach, expect, jest, test } from '@jest/globals';
import { CREDENTIALS } from '../support/scripted-service.ts';
import { COMPLETE_ENVIRONMENT, loadTrigger } from '../support/trigger-function.ts';

afterEach(() => {
  jest.restoreAllMocks();
});

const signIn = {
  triggerSource: 'UserMigration_Authentication',
  userPoolId: 'eu-west-1_NewPool00',
  userName: 'ann',
  request: { password: 'Right-Horse-7' },
};

test('a broken environment is one clear error in the log, and a neutral sentence to the person', async () => {
  const trigger = await loadTrigger({
    ...CREDENTIALS,
    ...COMPLETE_ENVIRONMENT,
    OLD_CLIENT_ID: '',
    MFA_USERS: 'maybe',
  });
  await expect(trigger.invoke(signIn)).rejects.toThrow(
    'Sign-in is not possible at the moment. Please try again later.',
  );
  const written = trigger.written().join('\n');
  expect(written).toContain('OLD_CLIENT_ID is missing; MFA_USERS must be decline or reset or confirm');
  expect(written).toContain('function-environment');
  expect(written).not.toContain('Right-Horse-7');
});

test('the first call of a new execution environment is answered like any other', async () => {
  const trigger = await loadTrigger({ ...CREDENTIALS, ...COMPLETE_ENVIRONMENT });
  expect(await trigger.invoke({ ...signIn, request: {} })).toMatchObject({ response: {} });
  expect(trigger.written().join('\n')).toContain('malformed-event');
});
