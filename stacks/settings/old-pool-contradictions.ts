import type { Contradiction } from './contradictions.ts';
import type { OldPoolSettings } from './old-pool.ts';
import { oldRegion } from './old-pool.ts';

/** Why the stack cannot simply create a client on the old pool. */
const reasonsForClient = (oldPool: OldPoolSettings, newRegion: string | undefined): readonly string[] => {
  const reasons: string[] = [];
  if (oldPool.roleArn !== undefined) {
    reasons.push('roleArn means another account, where the stack cannot create an app client');
  }
  if (newRegion !== undefined && newRegion !== oldRegion(oldPool)) {
    reasons.push(
      `the old pool is in ${oldRegion(oldPool)} and the stack in ${newRegion}, so that it cannot create an app client there`,
    );
  }
  if (oldPool.clientSecretArn !== undefined) {
    reasons.push('clientSecretArn names the secret of an app client that exists');
  }
  return reasons;
};

const missingClient = (oldPool: OldPoolSettings, newRegion: string | undefined): readonly Contradiction[] => {
  if (oldPool.clientId !== undefined) return [];
  const reasons = reasonsForClient(oldPool, newRegion);
  if (reasons.length === 0) return [];
  return [
    {
      key: 'oldPool.clientId',
      reads: [
        'oldPool.clientId',
        'oldPool.roleArn',
        'oldPool.clientSecretArn',
        'oldPool.region',
        'oldPool.userPoolId',
        'newPool.region',
      ],
      message: `is missing: ${reasons.join('; ')}. Write the id of an app client of the old pool that has ALLOW_ADMIN_USER_PASSWORD_AUTH and is LEGACY about user existence.`,
    },
  ];
};

const otherRegion = (oldPool: OldPoolSettings): readonly Contradiction[] => {
  const { region, userPoolId } = oldPool;
  if (region === undefined || userPoolId.startsWith(`${region}_`)) return [];
  return [
    {
      key: 'oldPool.region',
      reads: ['oldPool.region', 'oldPool.userPoolId'],
      message: `is ${region}, but the pool id ${userPoolId} begins with another Region. Remove this setting, or correct the id.`,
    },
  ];
};

const idWithoutRole = ({ externalId, roleArn }: OldPoolSettings): readonly Contradiction[] =>
  externalId === undefined || roleArn !== undefined
    ? []
    : [
        {
          key: 'oldPool.externalId',
          reads: ['oldPool.externalId', 'oldPool.roleArn'],
          message: 'is used only to assume a role, but roleArn is missing. Write roleArn, or remove this.',
        },
      ];

/**
 * What does not fit together about the old pool.
 * @param newRegion the Region of the new pool; undefined where the stack leaves it open.
 */
export const oldPoolContradictions = (
  oldPool: OldPoolSettings,
  newRegion: string | undefined,
): readonly Contradiction[] => [
  ...otherRegion(oldPool),
  ...missingClient(oldPool, newRegion),
  ...idWithoutRole(oldPool),
];
