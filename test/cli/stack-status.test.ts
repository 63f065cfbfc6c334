import { StackStatus } from '@aws-sdk/client-cloudformation';
import { expect, test } from '@jest/globals';
import { standingOf } from '../../cli/stack-status.ts';

const KINDS: Readonly<Record<string, string>> = {
  CREATE_COMPLETE: 'usable',
  CREATE_FAILED: 'absent',
  CREATE_IN_PROGRESS: 'unusable',
  DELETE_COMPLETE: 'absent',
  DELETE_FAILED: 'unusable',
  DELETE_IN_PROGRESS: 'unusable',
  IMPORT_COMPLETE: 'usable',
  IMPORT_IN_PROGRESS: 'unusable',
  IMPORT_ROLLBACK_COMPLETE: 'usable',
  IMPORT_ROLLBACK_FAILED: 'unusable',
  IMPORT_ROLLBACK_IN_PROGRESS: 'unusable',
  REVIEW_IN_PROGRESS: 'absent',
  ROLLBACK_COMPLETE: 'absent',
  ROLLBACK_FAILED: 'absent',
  ROLLBACK_IN_PROGRESS: 'unusable',
  UPDATE_COMPLETE: 'usable',
  UPDATE_COMPLETE_CLEANUP_IN_PROGRESS: 'usable',
  UPDATE_FAILED: 'unusable',
  UPDATE_IN_PROGRESS: 'unusable',
  UPDATE_ROLLBACK_COMPLETE: 'usable',
  UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS: 'usable',
  UPDATE_ROLLBACK_FAILED: 'unusable',
  UPDATE_ROLLBACK_IN_PROGRESS: 'unusable',
};

const stack = (status: string, statusReason = '') => ({ name: 'Move', status, statusReason, outputs: {} });

test('every status that CloudFormation has is listed here', () => {
  expect(Object.keys(KINDS).sort()).toEqual(Object.values(StackStatus).sort());
});

test.each(Object.entries(KINDS))('%s: %s', (status, kind) => {
  expect(standingOf(stack(status), 'eu-west-1').kind).toBe(kind);
});

test('the reason that CloudFormation gives is passed on', () => {
  const standing = standingOf(stack('ROLLBACK_COMPLETE', 'Resource creation cancelled'), 'eu-west-1');
  expect(standing).toMatchObject({
    because: {
      message:
        'The stack Move in eu-west-1 could not be created (ROLLBACK_COMPLETE): Resource creation cancelled.',
    },
  });
});
