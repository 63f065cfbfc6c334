import { CLIENT_SECRET_UNREADABLE } from '../../migration/old-pool-answer.ts';

/** The secret is not to be had until somebody mends it; what may work the next time keeps its own name. */
class ClientSecretUnreadable extends Error {
  override readonly name = CLIENT_SECRET_UNREADABLE;
}

/**
 * Exceptions of GetSecretValue that another try does not cure.
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 */
const LASTING_EXCEPTIONS: readonly string[] = [
  'DecryptionFailure',
  'InvalidParameterException',
  'InvalidRequestException',
  'ResourceNotFoundException',
];

/**
 * Reads the secret of the old pool's app client; the client for it is loaded only where there is one.
 * @throws ClientSecretUnreadable if there is none, it is deleted, or it cannot be decrypted.
 */
export const readClientSecret = async (secretArn: string, signal: AbortSignal): Promise<string> => {
  const { GetSecretValueCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
  // arn:aws:secretsmanager:<region>:<account>:secret:<name>
  const region = secretArn.split(':')[3];
  const client = new SecretsManagerClient(region === undefined ? {} : { region });
  const { SecretString } = await client
    .send(new GetSecretValueCommand({ SecretId: secretArn }), { abortSignal: signal })
    .catch((error: unknown) => {
      if (error instanceof Error && LASTING_EXCEPTIONS.includes(error.name)) {
        throw new ClientSecretUnreadable(error.message, { cause: error });
      }
      throw error;
    });
  if (SecretString === undefined || SecretString === '') {
    throw new ClientSecretUnreadable(
      "The secret of the old pool's app client is empty: store the client secret as plain text",
    );
  }
  return SecretString;
};
