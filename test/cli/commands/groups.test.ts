import {
  type CognitoIdentityProviderClient,
  CreateGroupCommand,
  ListGroupsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from '@jest/globals';
import { groups } from '../../../cli/commands/groups.ts';
import { loadTemplate } from '../../../sandbox/template/assembly.ts';
import { deploy } from '../../../sandbox/template/deploy.ts';
import { deployedContextOf } from '../../support/operators-context.ts';
import { addUserPool, type TestSandbox, withSandbox } from '../../support/sandbox.ts';
import { OLD_POOL_ID, synthesizedAssembly } from '../../support/synthesized-assembly.ts';

const OLD_ROLE = 'arn:aws:iam::111122223333:role/old';
const NEW_ROLE = 'arn:aws:iam::111122223333:role/new';

const SETTINGS = {
  oldPool: { userPoolId: OLD_POOL_ID },
  backfill: { enabled: false },
  alarms: { enabled: false },
  groups: { renames: { staff: 'employees' }, except: ['beta'], roles: { [OLD_ROLE]: NEW_ROLE } },
};

interface Pools {
  readonly sandbox: TestSandbox['sandbox'];
  readonly cognito: CognitoIdentityProviderClient;
  readonly newUserPoolId: string;
}

/** A deployed stack with groups in the old pool. */
const withPools = (use: (pools: Pools) => Promise<void>) =>
  withSandbox(async ({ sandbox, functions, administrator: cognito }) => {
    addUserPool({ sandbox }, OLD_POOL_ID);
    const template = await loadTemplate(await synthesizedAssembly(SETTINGS), 'UserMigration');
    const { outputs } = await deploy(template, { ...sandbox, functions });
    const UserPoolId = OLD_POOL_ID;
    for (const group of [
      { GroupName: 'admins', Description: 'All rights', Precedence: 1, RoleArn: OLD_ROLE },
      { GroupName: 'staff' },
      { GroupName: 'beta' },
      { GroupName: `${OLD_POOL_ID}_Google` },
    ]) {
      await cognito.send(new CreateGroupCommand({ UserPoolId, ...group }));
    }
    await use({ sandbox, cognito, newUserPoolId: outputs['NewUserPoolId'] ?? '' });
  });

const groupsOfNewPool = async ({ cognito, newUserPoolId }: Pools) => {
  const { Groups = [] } = await cognito.send(new ListGroupsCommand({ UserPoolId: newUserPoolId }));
  return Groups.map(({ GroupName, Description, Precedence, RoleArn }) => ({
    ...{ GroupName, Description, Precedence, RoleArn },
  }));
};

const COPIED = [
  { GroupName: 'admins', Description: 'All rights', Precedence: 1, RoleArn: NEW_ROLE },
  { GroupName: 'employees' },
];

describe('migrate groups', () => {
  test('copies what comes along, by its new names and roles, and tells what became of every group', () =>
    withPools(async (pools) => {
      const { context, stdout } = await deployedContextOf(pools.sandbox);
      expect(await groups(context)).toBe(0);
      expect(await groupsOfNewPool(pools)).toEqual(COPIED);
      expect(stdout()).toMatch(/admins +admins +created\nstaff +employees +created\nbeta +stays behind\n/);
    }));

  test('with --dry-run creates nothing', () =>
    withPools(async (pools) => {
      const { context, stdout } = await deployedContextOf(pools.sandbox);
      expect(await groups(context, { dryRun: true })).toBe(0);
      expect(await groupsOfNewPool(pools)).toEqual([]);
      expect(stdout()).toMatch(/would be created/);
    }));

  test('once more does nothing', () =>
    withPools(async (pools) => {
      await groups((await deployedContextOf(pools.sandbox)).context);
      const before = pools.sandbox.requests.length;
      const { context, stdout } = await deployedContextOf(pools.sandbox, { json: true });
      expect(await groups(context)).toBe(0);
      expect(await groupsOfNewPool(pools)).toEqual(COPIED);
      expect(pools.sandbox.requests.slice(before).map(({ operation }) => operation)).not.toContain(
        'CreateGroup',
      );
      expect(JSON.parse(stdout())).toEqual({
        dryRun: false,
        groups: [
          { oldName: 'admins', newName: 'admins', outcome: 'is there' },
          { oldName: 'staff', newName: 'employees', outcome: 'is there' },
          { oldName: 'beta', newName: '', outcome: 'stays behind' },
          { oldName: `${OLD_POOL_ID}_Google`, newName: '', outcome: 'stays behind' },
        ],
      });
    }));

  test('tells what differs, leaves it alone, and ends with status 1', () =>
    withPools(async (pools) => {
      const { cognito, newUserPoolId: UserPoolId } = pools;
      const existing = { GroupName: 'admins', Description: 'Some rights', Precedence: 1 };
      await cognito.send(new CreateGroupCommand({ UserPoolId, ...existing }));
      const { context, stdout, stderr } = await deployedContextOf(pools.sandbox);
      expect(await groups(context)).toBe(1);
      expect(await groupsOfNewPool(pools)).toEqual([existing, COPIED[1]]);
      expect(stdout()).toContain(
        `differs: description Some rights, should be All rights; role none, should be ${NEW_ROLE}`,
      );
      expect(stderr()).toContain('What differs stays as it is.');
    }));

  test('stopped between two groups, says how to go on', () =>
    withPools(async (pools) => {
      const { context } = await deployedContextOf(pools.sandbox, { signal: AbortSignal.abort() });
      await expect(groups(context)).rejects.toThrow('Stopped after 0 of 2 groups.');
    }));
});
