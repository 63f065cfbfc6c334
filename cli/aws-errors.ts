import { OperatorError } from './operator-error.ts';

/** What the operator called: told where it cannot be reached. */
export interface Called {
  /** Of a sandbox. @default - AWS */
  readonly endpoint?: string;
}

type Explain = (error: Error, called: Called) => OperatorError;

/**
 * What a failed call of AWS means to the operator; undefined for an error that is none.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
 */
export const explainAwsError = (error: unknown, called: Called = {}): OperatorError | undefined => {
  if (!(error instanceof Error)) return undefined;
  const explain = EXPLANATIONS.find(({ means }) => means(error))?.explain;
  if (explain !== undefined) return explain(error, called);
  return '$metadata' in error ? refused(error, called) : undefined;
};

const named =
  (...names: readonly string[]) =>
  (error: Error): boolean =>
    names.includes(error.name);

const CREDENTIALS_ERRORS = ['CredentialsProviderError', 'TokenProviderError'];

const SIGN_IN_AGAIN =
  'Sign in again (for example aws sso login), and choose the profile with AWS_PROFILE if you have several.';

const credentialsExpired: Explain = (error) =>
  new OperatorError(`The AWS credentials have expired: ${sentence(error.message)}`, SIGN_IN_AGAIN, {
    cause: error,
  });

const noCredentials: Explain = (error) =>
  new OperatorError(
    `There are no AWS credentials: ${sentence(error.message)}`,
    'Sign in (for example aws sso login) and choose the profile with AWS_PROFILE, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. Without AWS, try --sandbox.',
    { cause: error },
  );

const wrongCredentials: Explain = (error) =>
  new OperatorError(
    `AWS does not accept these credentials: ${sentence(error.message)}`,
    'Look whether AWS_PROFILE or AWS_ACCESS_KEY_ID name the account that you mean, and whether the clock of this machine is right.',
    { cause: error },
  );

const denied: Explain = (error) => {
  const action = /perform: ([\w-]+:\w+)/.exec(error.message)?.[1];
  return new OperatorError(
    `AWS denied ${action ?? 'a call'}: ${sentence(error.message)}`,
    action === undefined
      ? 'Use credentials that may do this, or have its permission added.'
      : `Use credentials that may do ${action}, or have that permission added.`,
    { cause: error },
  );
};

const throttled: Explain = (error) =>
  new OperatorError(
    `AWS asks for fewer calls: ${sentence(error.message)}`,
    'Wait a minute and run this again; a backfill at the same time slows this down.',
    { cause: error },
  );

const noSuchThing: Explain = (error) =>
  new OperatorError(
    `AWS does not find something: ${sentence(error.message)}`,
    'Look whether the Region and the account are the right ones, and whether it was deleted.',
    { cause: error },
  );

const unreachable: Explain = (error, { endpoint }) => {
  const reason = codeOf(error) ?? error.name;
  return endpoint === undefined
    ? new OperatorError(
        `AWS cannot be reached (${reason}): ${sentence(error.message)}`,
        'Look at the network, the proxy, and whether the Region is spelled right.',
        { cause: error },
      )
    : new OperatorError(
        `Nothing answers at ${endpoint} (${reason}).`,
        'Start a sandbox with npm run sandbox and give the address that it prints, or use --sandbox.',
        { cause: error },
      );
};

const refused: Explain = (error, { endpoint }) =>
  endpoint === undefined
    ? new OperatorError(
        `AWS refused a call: ${error.name}: ${sentence(error.message)}`,
        'Look the name of the error up in the documentation of the service; if that does not help, report it to this project.',
        { cause: error },
      )
    : new OperatorError(
        `${endpoint} refused a call: ${error.name}: ${sentence(error.message)}`,
        'If this is the address of a sandbox, sandbox/README.md says what it supports; otherwise give the one that npm run sandbox prints.',
        { cause: error },
      );

const UNREACHABLE = [
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
];

const EXPIRED_NAMES = ['ExpiredToken', 'ExpiredTokenException', 'RequestExpired'];

/** The first that fits counts. */
const EXPLANATIONS: readonly { readonly means: (error: Error) => boolean; readonly explain: Explain }[] = [
  { means: named(...EXPIRED_NAMES), explain: credentialsExpired },
  {
    means: (error) => CREDENTIALS_ERRORS.includes(error.name) && /expired|invalid/i.test(error.message),
    explain: credentialsExpired,
  },
  { means: named(...CREDENTIALS_ERRORS), explain: noCredentials },
  {
    means: named(
      'AuthFailure',
      'IncompleteSignature',
      'InvalidClientTokenId',
      'InvalidSignatureException',
      'MissingAuthenticationToken',
      'MissingAuthenticationTokenException',
      'SignatureDoesNotMatch',
      'UnrecognizedClientException',
    ),
    explain: wrongCredentials,
  },
  { means: named('AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation'), explain: denied },
  {
    means: named('Throttling', 'ThrottlingException', 'TooManyRequestsException', 'RequestLimitExceeded'),
    explain: throttled,
  },
  { means: named('ResourceNotFoundException'), explain: noSuchThing },
  {
    means: (error) => error.name === 'TimeoutError' || UNREACHABLE.includes(codeOf(error) ?? ''),
    explain: unreachable,
  },
];

const codeOf = (error: Error): string | undefined =>
  'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** With a full stop, on one line. */
const sentence = (text: string): string => text.replaceAll(/\s+/g, ' ').trim().replace(/\.?$/, '.');
