import {
  AdminInitiateAuthCommand,
  type CognitoIdentityProviderClient,
  InitiateAuthCommand,
  UpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { asAttributes } from '../../sandbox/demo/people.ts';
import type { Move } from './integration-move.ts';
import { addPerson, answerTo, type Person, signIn } from './integration-people.ts';

/** What somebody with an account of their own, and nothing else, can do to the people around them. */

/** Whom Mallory attacks, with a name, an e-mail address and a phone number of their own. */
export interface Couple {
  readonly victim: Person;
  readonly mallory: Person;
}

let couples = 0;

/** A victim who has not moved, and an attacker, both of the old pool; `init` says what Mallory starts with. */
export async function addCouple(
  move: Move,
  init: { readonly malloryAttributes?: Readonly<Record<string, string>> } = {},
): Promise<Couple> {
  couples += 1;
  const victim = await addPerson(move, `victim-${couples}`, {
    attributes: {
      email: `victim-${couples}@example.com`,
      email_verified: 'true',
      phone_number: `+155502${String(couples).padStart(5, '0')}`,
      phone_number_verified: 'true',
      preferred_username: `vic-${couples}`,
    },
  });
  const mallory = await addPerson(move, `mallory-${couples}`, {
    attributes: init.malloryAttributes ?? {
      email: `mallory-${couples}@example.com`,
      email_verified: 'true',
    },
  });
  return { victim, mallory };
}

/** Writes one's own profile in the old pool, as its app lets everybody. */
export async function writeOldProfile(
  { world }: Move,
  { username, password }: Person,
  attributes: Readonly<Record<string, string>>,
): Promise<string> {
  const { cognito, userPoolId, clientId } = world.oldPool;
  const { AuthenticationResult } = await cognito.send(
    new AdminInitiateAuthCommand({
      UserPoolId: userPoolId,
      ClientId: clientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: username, PASSWORD: password },
    }),
  );
  return writeProfile(cognito, AuthenticationResult?.AccessToken, attributes);
}

/** Changes attributes with an access token: `done`, or the refusal. */
export const writeProfile = (
  cognito: CognitoIdentityProviderClient,
  AccessToken: string | undefined,
  attributes: Readonly<Record<string, string>>,
): Promise<string> =>
  answerTo(async () => {
    await cognito.send(
      new UpdateUserAttributesCommand({ AccessToken, UserAttributes: asAttributes(attributes) }),
    );
    return 'done';
  });

/** The access token of somebody at the new pool. */
export async function newAccessToken(move: Move, { username, password }: Person): Promise<string> {
  await signIn(move, username, password);
  const { AuthenticationResult } = await move.cognito.send(
    new InitiateAuthCommand({
      ClientId: move.newClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: username, PASSWORD: password },
    }),
  );
  return AuthenticationResult!.AccessToken!;
}

/** An answer as it came over the wire, without what differs from call to call. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** An administrator's, as far as the sandbox looks at it. */
const SIGNATURE = 'AWS4-HMAC-SHA256 Credential=AKIDADMINISTRATOR/20260101/eu-west-1/cognito-idp/aws4_request';

/** Calls the API without any library, as a stranger unless it is to be signed. */
export async function rawCall(
  { sandbox }: Move,
  operation: string,
  body: object,
  options: { readonly signed?: boolean } = {},
): Promise<RawAnswer> {
  const response = await fetch(sandbox.endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      ...(options.signed && { authorization: SIGNATURE }),
      'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
    },
    body: JSON.stringify(body),
  });
  const headers = Object.fromEntries(
    [...response.headers].filter(([name]) => name !== 'date' && name !== 'x-amzn-requestid'),
  );
  return { status: response.status, headers, body: await response.json() };
}
