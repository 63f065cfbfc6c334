import {
  AdminAddUserToGroupCommand,
  ConfirmForgotPasswordCommand,
  CreateGroupCommand,
  ForgotPasswordCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, test } from '@jest/globals';
import { GROUPS_CARRIED } from '../../migration/rules.ts';
import { addUser, startBackfillWorld, verified } from '../support/integration-backfill.ts';
import { groupsIn, tokensOf } from '../support/integration-groups.ts';
import { sdkClient } from '../support/real-client.ts';
import { OLD_POOL_ID } from '../support/synthesized-assembly.ts';

/** The backfill moves nobody into a group; the first token does, like everybody's. */

const NEW_PASSWORD = 'Brand-New-Horse-8';

test('a backfilled person has exactly the old groups in the first token, and the second costs no call', async () => {
  const world = await startBackfillWorld({ settings: { groups: { mode: 'carry' } } });
  const cognito = sdkClient(world.sandbox);
  try {
    const newClientId = world.stack.outputs['ClientIdApp'] ?? '';
    for (const UserPoolId of [OLD_POOL_ID, world.newPoolId]) {
      for (const GroupName of ['admins', 'editors', 'readers']) {
        await cognito.send(new CreateGroupCommand({ UserPoolId, GroupName }));
      }
    }
    addUser(world.sandbox, OLD_POOL_ID, { username: 'ada', attributes: verified('ada') });
    for (const GroupName of ['admins', 'readers']) {
      const UserPoolId = OLD_POOL_ID;
      await cognito.send(new AdminAddUserToGroupCommand({ UserPoolId, Username: 'ada', GroupName }));
    }

    const before = world.sandbox.requests.length;
    expect((await world.run()).status).toBe('SUCCEEDED');
    const duringBackfill = world.sandbox.requests.slice(before).map(({ operation }) => operation);
    expect(duringBackfill).not.toContain('AdminListGroupsForUser');
    expect(duringBackfill).not.toContain('AdminAddUserToGroup');
    const ada = () => world.sandbox.services.pools.pool(world.newPoolId).users.get('ada');
    expect(ada()?.attributes.has(GROUPS_CARRIED)).toBe(false);

    await cognito.send(new ForgotPasswordCommand({ ClientId: newClientId, Username: 'ada' }));
    const [message] = world.sandbox.services.outbox.messages({ userPoolId: world.newPoolId });
    await cognito.send(
      new ConfirmForgotPasswordCommand({
        ...{ ClientId: newClientId, Username: 'ada', Password: NEW_PASSWORD },
        ConfirmationCode: message?.code ?? '',
      }),
    );
    const client = { cognito, newClientId };
    const first = await tokensOf(client, 'ada', NEW_PASSWORD);
    expect(groupsIn(first.id)).toEqual(['admins', 'readers']);
    expect(groupsIn(first.access)).toEqual(['admins', 'readers']);
    expect(ada()?.attributes.get(GROUPS_CARRIED)).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);

    const afterwards = world.sandbox.requests.length;
    expect(groupsIn((await tokensOf(client, 'ada', NEW_PASSWORD)).id)).toEqual(['admins', 'readers']);
    expect(world.sandbox.requests.slice(afterwards).map(({ operation }) => operation)).toEqual([
      'InitiateAuth',
    ]);
  } finally {
    cognito.destroy();
    await world.close();
  }
}, 120_000);
