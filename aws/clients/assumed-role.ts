/** Credentials that expire; the SDK asks again shortly before. */
interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/**
 * Credentials of the role that lets this account reach a pool of another one. The STS client is loaded only
 * here, so that functions without a role do not pay for it.
 */
export const assumeRole =
  (role: { readonly arn: string; readonly externalId?: string }, region: string) =>
  async (): Promise<RoleCredentials> => {
    const { AssumeRoleCommand, STSClient } = await import('@aws-sdk/client-sts');
    const { Credentials } = await new STSClient({ region }).send(
      new AssumeRoleCommand({
        RoleArn: role.arn,
        RoleSessionName: 'cognito-user-migration',
        ...(role.externalId === undefined ? {} : { ExternalId: role.externalId }),
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
