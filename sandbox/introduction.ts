import { styleText } from 'node:util';
import { textTable } from '../migration/text/text-table.ts';
import type { OldUser } from './demo/people.ts';
import type { Scene } from './demo/scene.ts';
import { whatTheyAre } from './demo/what-they-are.ts';

/** What somebody needs to point their own client at a running sandbox. */
export interface Introduction {
  readonly endpoint: string;
  readonly region: string;
  readonly oldUserPoolId: string;
  readonly oldClientId: string;
  readonly newUserPoolId: string;
  readonly newClientId: string;
  readonly s3Endpoint: string;
  /** Where the backfill keeps its files and its report. */
  readonly bucket: string;
  /** Of the backfill. */
  readonly stateMachineArn: string;
  readonly users: readonly IntroducedUser[];
}

/** Somebody of the old pool. */
export interface IntroducedUser {
  readonly username: string;
  readonly password: string;
  readonly email?: string;
  readonly phone_number?: string;
  readonly preferred_username?: string;
  /** For example "confirmed, second factor: SMS". */
  readonly is: string;
}

/** Everybody whom the scenes put into the old pool. */
export const introducedUsers = (scenes: readonly Scene[]): readonly IntroducedUser[] =>
  scenes.flatMap(({ user }) => (user === undefined ? [] : [introduced(user)]));

const introduced = (user: OldUser): IntroducedUser => {
  const { username, password, attributes: { email, phone_number, preferred_username } = {} } = user;
  return {
    ...{ username, password },
    ...(email === undefined ? {} : { email }),
    ...(phone_number === undefined ? {} : { phone_number }),
    ...(preferred_username === undefined ? {} : { preferred_username }),
    is: whatTheyAre(user),
  };
};

const title = (text: string): string => `\n${styleText('bold', text)}`;

/** The text of `npm run sandbox`: addresses, people to sign in as, and code to copy. */
export const introduce = (about: Introduction): string => {
  const { endpoint, region, newUserPoolId, newClientId } = about;
  const [person] = about.users;
  return [
    title('A Cognito of your own'),
    `  Endpoint         ${endpoint}    Region ${region}, any credentials`,
    `  Old user pool    ${about.oldUserPoolId}    app client ${about.oldClientId}`,
    `  New user pool    ${newUserPoolId}    app client ${newClientId}`,
    `  Codes sent       ${endpoint}/_sandbox/outbox`,
    `  Signing keys     ${endpoint}/${newUserPoolId}/.well-known/jwks.json`,
    `  S3 endpoint      ${about.s3Endpoint}    bucket ${about.bucket}`,
    `  State machine    ${about.stateMachineArn}`,
    title('People in the old pool'),
    ...tableOf(about.users),
    '',
    '  Their first sign-in at the new pool moves them. A verified e-mail address and a preferred_username are names too.',
    title('AWS CLI'),
    `  export AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any AWS_DEFAULT_REGION=${region}`,
    `  aws cognito-idp initiate-auth --endpoint-url ${endpoint} --client-id ${newClientId} \\`,
    `    --auth-flow USER_PASSWORD_AUTH --auth-parameters 'USERNAME=${person?.username},PASSWORD=${person?.password}'`,
    title('Backfill everybody who has not signed in'),
    `  aws stepfunctions start-execution --endpoint-url ${endpoint} --input '{"mfaLookup":true}' \\`,
    `    --state-machine-arn ${about.stateMachineArn}`,
    '  With {} it would refuse: this old pool has second factors. Waits take a hundredth of their time here.',
    '  The report, when it has ended (some ten seconds):',
    `  aws s3 cp --endpoint-url ${about.s3Endpoint} --recursive --exclude '*' --include '*/report/*' \\`,
    `    s3://${about.bucket}/runs/ backfill-reports`,
    title('AWS SDK for JavaScript'),
    `  new CognitoIdentityProviderClient({ endpoint: '${endpoint}', region: '${region}',`,
    "    credentials: { accessKeyId: 'any', secretAccessKey: 'any' } })",
    title('Amplify 6'),
    `  Amplify.configure({ Auth: { Cognito: { userPoolId: '${newUserPoolId}',`,
    `    userPoolClientId: '${newClientId}', userPoolEndpoint: '${endpoint}' } } });`,
    "  await signIn({ username, password, options: { authFlowType: 'USER_PASSWORD_AUTH' } });",
    title('amazon-cognito-identity-js'),
    `  new CognitoUserPool({ UserPoolId: '${newUserPoolId}', ClientId: '${newClientId}', endpoint: '${endpoint}' })`,
    "  user.setAuthenticationFlowType('USER_PASSWORD_AUTH');",
    '\n  Tokens, tests, templates, and what is not supported: sandbox/README.md',
  ].join('\n');
};

const tableOf = (users: readonly IntroducedUser[]): string[] =>
  textTable(
    ['Username', 'Password', 'E-mail, phone, preferred_username', 'Who they are'],
    users.map(({ username, password, email, phone_number, preferred_username, is }) => [
      username,
      password,
      [email, phone_number, preferred_username].filter((name) => name !== undefined).join(', '),
      is,
    ]),
  ).map((line) => `  ${line}`);
