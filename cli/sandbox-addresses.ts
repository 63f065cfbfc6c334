import { member } from '../migration/member.ts';
import { OperatorError } from './operator-error.ts';

/**
 * Where a sandbox keeps its objects: beside its endpoint, it listens at another one that plays S3.
 * @throws OperatorError where it does not tell
 */
export const s3EndpointOf = async (endpoint: string): Promise<string> => {
  const told = await fetch(new URL('/_sandbox/addresses', endpoint))
    .then((answer): Promise<unknown> => answer.json())
    .catch(() => undefined);
  const address = member(told, 's3Endpoint');
  if (typeof address === 'string') return address;
  throw new OperatorError(
    `What answers at ${endpoint} does not tell where its S3 is.`,
    'Start the sandbox anew with npm run sandbox, of the same version as this command.',
  );
};
