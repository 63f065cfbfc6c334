import { describe, expect, test } from '@jest/globals';
import { explainAwsError } from '../../cli/aws-errors.ts';

const error = (name: string, message = 'Said so', more: object = {}) =>
  Object.assign(new Error(message), { name, ...more });

const METADATA = { $metadata: { httpStatusCode: 400 } };

describe('an error of AWS becomes what happened and what to do', () => {
  test.each<[string, Error, string, string]>([
    [
      'no credentials',
      error('CredentialsProviderError', 'Could not load credentials from any providers'),
      'There are no AWS credentials: Could not load credentials from any providers.',
      '--sandbox',
    ],
    [
      'an expired single sign-on',
      error(
        'CredentialsProviderError',
        'The SSO session associated with this profile has expired.\n Run again',
      ),
      'The AWS credentials have expired: The SSO session associated with this profile has expired. Run again.',
      'aws sso login',
    ],
    [
      'an expired token',
      error('ExpiredToken', 'The security token included in the request is expired', METADATA),
      'The AWS credentials have expired:',
      'aws sso login',
    ],
    [
      'keys that AWS does not know',
      error('UnrecognizedClientException', 'The security token is invalid.', METADATA),
      'AWS does not accept these credentials: The security token is invalid.',
      'AWS_PROFILE',
    ],
    [
      'a permission that is missing',
      error(
        'AccessDenied',
        'User: arn:aws:iam::111122223333:user/ada is not authorized to perform: cloudformation:DescribeStacks on resource: x',
        METADATA,
      ),
      'AWS denied cloudformation:DescribeStacks: User:',
      'Use credentials that may do cloudformation:DescribeStacks, or have that permission added.',
    ],
    [
      'a denial without an action',
      error('AccessDeniedException', 'No', METADATA),
      'AWS denied a call: No.',
      'may do',
    ],
    [
      'too many calls',
      error('TooManyRequestsException', 'Rate exceeded', METADATA),
      'AWS asks for fewer',
      'Wait',
    ],
    [
      'a pool that is not there',
      error('ResourceNotFoundException', 'User pool eu-west-1_x does not exist.', METADATA),
      'AWS does not find something: User pool eu-west-1_x does not exist.',
      'Region',
    ],
    [
      'a Region that is not there',
      error('Error', 'getaddrinfo ENOTFOUND cloudformation.eu-west-9.amazonaws.com', { code: 'ENOTFOUND' }),
      'AWS cannot be reached (ENOTFOUND):',
      'Region',
    ],
    [
      'no answer',
      error('TimeoutError', 'Connection timed out'),
      'AWS cannot be reached (TimeoutError):',
      'network',
    ],
    [
      'anything else',
      error('InvalidParameterException', 'Limit is odd', METADATA),
      'AWS refused a call: InvalidParameterException: Limit is odd.',
      'documentation',
    ],
  ])('%s', (_, thrown, what, remedy) => {
    const explained = explainAwsError(thrown);
    expect(explained?.message.slice(0, what.length)).toBe(what);
    expect(explained?.remedy).toContain(remedy);
    expect(explained?.cause).toBe(thrown);
  });

  test.each([
    [
      'refuses the connection',
      error('Error', 'connect', { code: 'ECONNREFUSED' }),
      'Nothing answers at http://x',
    ],
    [
      'is none',
      error('UnknownError', 'Not Found', METADATA),
      'http://x refused a call: UnknownError: Not Found.',
    ],
  ])('a sandbox that %s is told apart', (_, thrown, what) => {
    const explained = explainAwsError(thrown, { endpoint: 'http://x' });
    expect(explained?.message).toContain(what);
    expect(explained?.remedy).toContain('npm run sandbox');
  });
});

test.each([[new TypeError('undefined is no function')], ['text'], [undefined]])(
  'what does not come from AWS is none of it: %p',
  (thrown) => {
    expect(explainAwsError(thrown)).toBeUndefined();
  },
);
