/** Credentials that expire; the SDK asks again shortly before. */
interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** The role through which a pool of another account is reached. */
export interface RoleAccess {
  readonly arn: string;
  readonly externalId?: string;
  /**
   * IAM actions that the session is for: of what the role allows it may do no more than these.
   * @default - everything that the role allows
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
   */
  readonly actions?: readonly string[];
}

/** The role itself says which pool it is for. */
const sessionPolicy = (actions: readonly string[]): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
  });

/**
 * Credentials of the role that lets this account reach a pool of another one. The STS client is loaded only
 * here, so that functions without a role do not pay for it.
 */
export const assumeRole = (role: RoleAccess, region: string) => async (): Promise<RoleCredentials> => {
  const { AssumeRoleCommand, STSClient } = await import('@aws-sdk/client-sts');
  const { Credentials } = await new STSClient({ region }).send(
    new AssumeRoleCommand({
      RoleArn: role.arn,
      RoleSessionName: 'cognito-user-migration',
      ...(role.externalId === undefined ? {} : { ExternalId: role.externalId }),
      ...(role.actions === undefined ? {} : { Policy: sessionPolicy(role.actions) }),
    }),
  );
  if (Credentials?.AccessKeyId === undefined || Credentials.SecretAccessKey === undefined) {
    throw new Error('STS returned no credentials for the role of the old pool');
  }
  return {
    accessKeyId: Credentials.AccessKeyId,
    secretAccessKey: Credentials.SecretAccessKey,
    ...(Credentials.SessionToken === undefined ? {} : { sessionToken: Credentials.SessionToken }),
    ...(Credentials.Expiration === undefined ? {} : { expiration: Credentials.Expiration }),
  };
};
