import { describe, expect, test } from '@jest/globals';
import { collectConsoleLines, METRICS_ON_CONSOLE } from '../support/console-lines.ts';
import { invokeCleanUp } from '../support/other-functions.ts';
import type { Script } from '../support/scripted-service.ts';
import { CREDENTIALS, withEnvironment, withService } from '../support/scripted-service.ts';

const ENVIRONMENT = {
  ...CREDENTIALS,
  ...METRICS_ON_CONSOLE,
  OLD_USER_POOL_ID: 'eu-west-1_OldPool00',
  OLD_REGION: 'eu-west-1',
  OLD_ROLE_ARN: undefined,
  OLD_ROLE_EXTERNAL_ID: undefined,
  NEW_USER_POOL_ID: 'eu-west-1_NewPool00',
  CLEAN_UP_AFTER_HOURS: '24',
  BACKFILL_STATE_MACHINE_ARN: undefined,
};

const written = collectConsoleLines();

const invoke = (
  script: Script,
  environment: Readonly<Record<string, string | undefined>> = {},
  event?: { readonly time?: string } | null,
) =>
  withService(script, ({ endpoint }) =>
    withEnvironment(
      {
        ...ENVIRONMENT,
        AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: endpoint,
        AWS_ENDPOINT_URL_SFN: endpoint,
        ...environment,
      },
      () => invokeCleanUp(event),
    ),
  );

const PROFILE = {
  Username: 'ann-the-secret',
  UserStatus: 'RESET_REQUIRED',
  Enabled: true,
  UserCreateDate: 1_600_000_000,
  UserLastModifiedDate: 1_600_000_000,
};
const ATTRIBUTES = [
  { Name: 'sub', Value: 'new-sub' },
  { Name: 'custom:source_sub', Value: 'old-sub' },
  { Name: 'custom:source_via', Value: 'forgot-password' },
];

describe('the function that cleans up', () => {
  test('counts, also where there was nothing to do', async () => {
    const report = await invoke(() => ({ body: { Users: [], UserPool: {} } }));
    expect(report).toMatchObject({ ended: 'finished', removed: 0 });
    expect(written().find((line) => '_aws' in line)).toMatchObject({
      ...{ CleanUpRemoved: 0, CleanUpFailed: 0, CleanUpChanged: 0 },
    });
  });

  test('counts whom it could not deal with, and names nobody in the log', async () => {
    const report = await invoke(({ operation, input }) => {
      if (operation === 'ListUsers' && String(input['Filter']).startsWith('cognito')) {
        return { body: { Users: [{ ...PROFILE, Attributes: ATTRIBUTES }] } };
      }
      if (operation === 'AdminGetUser') {
        return { exception: 'AccessDeniedException', message: 'ann-the-secret' };
      }
      // The old pool has the person.
      if (String(input['Filter']).startsWith('sub')) {
        return { body: { Users: [{ ...PROFILE, Attributes: [{ Name: 'sub', Value: 'old-sub' }] }] } };
      }
      return { body: { Users: [], UserPool: {} } };
    });
    expect(report).toMatchObject({ ended: 'finished', failed: 1 });
    expect(written().find((line) => '_aws' in line)).toMatchObject({ CleanUpFailed: 1 });
    expect(written()).toContainEqual(
      expect.objectContaining({ level: 'ERROR', errorName: 'AccessDeniedException' }),
    );
    expect(JSON.stringify(written())).not.toContain('ann-the-secret');
  });

  // The profile was made on 13 September 2020 at 12:26:40 UTC.
  test.each([
    ['called by hand', null, 0],
    ['called without a time', {}, 0],
    ['called with what is no time', { time: 'soon' }, 0],
    ['due in the hour in which its time ran out', { time: '2020-09-14T12:59:59Z' }, 0],
    ['due in the hour after that', { time: '2020-09-14T13:07:09Z' }, 1],
    ['due an hour later', { time: '2020-09-14T14:07:08Z' }, 0],
  ])('counts profiles that stay, because they changed since they were made: %s', async (_, event, newly) => {
    const changed = { ...PROFILE, UserLastModifiedDate: PROFILE.UserCreateDate + 3_600 };
    const script: Script = ({ operation, input }) =>
      operation === 'ListUsers' && String(input['Filter']).startsWith('cognito')
        ? { body: { Users: [{ ...changed, Attributes: ATTRIBUTES }] } }
        : { body: { Users: [], UserPool: {} } };
    const report = await invoke(script, {}, event);
    expect(report).toMatchObject({ ended: 'finished', changed: 1 });
    expect(written().find((line) => '_aws' in line)).toMatchObject({
      CleanUpChanged: 1,
      CleanUpNewlyChanged: newly,
    });
    expect(JSON.stringify(written())).not.toContain('ann-the-secret');
  });

  test('fails where it may not ask whether a backfill has begun', async () => {
    const denied = invoke(() => ({ exception: 'AccessDeniedException' }), {
      BACKFILL_STATE_MACHINE_ARN: 'arn:aws:states:eu-west-1:111122223333:stateMachine:Backfill',
    });
    await expect(denied).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  test.each([
    [
      { CLEAN_UP_AFTER_HOURS: undefined, OLD_REGION: undefined },
      /OLD_REGION is missing; CLEAN_UP_AFTER_HOURS is missing/,
    ],
    [{ CLEAN_UP_AFTER_HOURS: 'a day' }, /CLEAN_UP_AFTER_HOURS is not a number of hours/],
  ])('says which variables are wrong: %j', async (environment, message) => {
    await expect(invoke(() => 'drop', environment)).rejects.toThrow(message);
  });
});
