import type * as z from 'zod';
import { group, region, secretLike, textLike, yesOrNo } from './fields.ts';

const USER_POOL_ID = /^[a-z]{2}(?:-[a-z]+)+-\d+_[0-9A-Za-z]+$/;

/** Stands in `cdk.json` until somebody writes the id of a pool that exists. */
export const EXAMPLE_POOL_ID = 'eu-west-1_EXAMPLE01';

/** The pool that people leave, and how the function gets at it. */
export const oldPoolSchema = group(
  {
    /**
     * Id of the pool that people leave. It starts with the pool's Region.
     * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserPoolType.html
     */
    userPoolId: textLike(
      USER_POOL_ID,
      'a user pool id',
      'Copy it from the overview of the old pool, for example eu-west-1_AbCdEfGhI.',
    ),
    /**
     * Region of the old pool.
     * @default - the one in the pool id
     */
    region: region().optional(),
    /**
     * Whether usernames of the old pool may differ by case only (`UsernameConfiguration.CaseSensitive`). `true`
     * costs look-ups for the other spellings; say `false` only where the pool says so.
     * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-case-sensitivity.html
     * @default true: what Cognito's API takes when a pool was created without saying
     */
    caseSensitive: yesOrNo().default(true),
    /**
     * Say `true` if the old pool's MFA is "required" (`MfaConfiguration` ON). Its second factors are then not all
     * listed: who has none in the list has their phone number and verified e-mail address.
     * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa.html
     * @default false
     */
    mfaRequired: yesOrNo().default(false),
    /**
     * An app client of the old pool with ALLOW_ADMIN_USER_PASSWORD_AUTH and `PreventUserExistenceErrors` LEGACY:
     * with ENABLED an unknown name cannot be told from a wrong password, and nobody is found by the next look-up.
     * Must be given where the stack cannot create one: in another account or Region.
     * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html
     * @default - the stack creates a client of its own
     */
    clientId: textLike(
      /^[\w+]{1,128}$/,
      'an app client id',
      'Copy it from the app clients of the old pool; it has letters and digits only.',
    ).optional(),
    /**
     * Complete ARN of the Secrets Manager secret whose text is the secret of that client. If the secret has a
     * customer managed key, the key's policy must let the function's role decrypt.
     * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html
     * @default - the client has no secret
     */
    clientSecretArn: secretLike(
      /^arn:aws[\w-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+-[A-Za-z0-9]{6}$/,
      'the complete ARN of a secret',
      'Copy the ARN from Secrets Manager, with the six characters at its end; never write the secret itself here.',
    ).optional(),
    /**
     * Role to assume for all calls to the old pool, where that is in another account.
     * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_aws-accounts.html
     * @default - the function calls the old pool as itself
     */
    roleArn: textLike(
      /^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/,
      'the ARN of a role',
      'Write it like arn:aws:iam::123456789012:role/user-migration.',
    ).optional(),
    /**
     * External id that the role's trust policy asks for.
     * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
     * @default - none
     */
    externalId: textLike(
      /^[\w+=,.@:/-]{2,1224}$/,
      'an external id',
      'It has 2 to 1,224 letters, digits and characters of +=,.@:/-_ .',
    ).optional(),
  },
  'Write {"userPoolId": "..."} with the id of the old pool.',
);

/** Of `oldPool`; what is optional stays absent. */
export type OldPoolSettings = z.output<typeof oldPoolSchema>;

/** The Region in which the old pool lives. */
export const oldRegion = (oldPool: Pick<OldPoolSettings, 'userPoolId' | 'region'>): string =>
  oldPool.region ?? oldPool.userPoolId.slice(0, oldPool.userPoolId.indexOf('_'));
