import { styleText } from 'node:util';

/** What somebody needs to point their own client at a running sandbox. */
export interface Introduction {
  readonly endpoint: string;
  readonly region: string;
  readonly oldUserPoolId: string;
  readonly oldClientId: string;
  readonly newUserPoolId: string;
  readonly newClientId: string;
  readonly users: readonly { readonly kind: string; readonly username: string; readonly password: string }[];
}

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
    title('People in the old pool'),
    ...about.users.map(
      ({ kind, username, password }) => `  ${username.padEnd(10)} ${password.padEnd(24)} ${kind}`,
    ),
    title('AWS CLI'),
    `  export AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any AWS_DEFAULT_REGION=${region}`,
    `  aws cognito-idp initiate-auth --endpoint-url ${endpoint} --client-id ${newClientId} \\`,
    `    --auth-flow USER_PASSWORD_AUTH --auth-parameters 'USERNAME=${person?.username},PASSWORD=${person?.password}'`,
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
