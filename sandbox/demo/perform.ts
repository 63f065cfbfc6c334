import {
  AdminGetUserCommand,
  InitiateAuthCommand,
  paginateListUsers,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { SOURCE_SUB } from '../../migration/rules.ts';
import type { LambdaHost } from '../lambda/host.ts';
import type { LoggedCall, Sandbox } from '../sandbox.ts';
import { register } from './registration.ts';
import { compare, type Row } from './row.ts';
import type { Expectation, Scene } from './scene.ts';
import type { World } from './world.ts';

/** What the demo watches while people sign in. */
export interface Stage {
  readonly sandbox: Sandbox;
  readonly functions: LambdaHost;
}

/** Plays one scene and notes what everybody saw. */
export const perform = async (stage: Stage, world: World, scene: Scene): Promise<Row> => {
  const { registration } = scene;
  const surprises = registration
    ? await register(stage.sandbox.services.outbox, world, registration, scene.password)
    : [];
  await scene.before?.(world);
  const observed = await observe(stage, world, scene);
  await scene.after?.(world);
  return {
    kind: scene.kind,
    ...(scene.person === undefined ? {} : { person: `${scene.world ?? 'main'}/${scene.person}` }),
    flow: scene.flow,
    typed: scene.typed,
    ...observed,
    unexpected: [...surprises, ...compare(observed, scene.expected)],
  };
};

const observe = async (stage: Stage, world: World, scene: Scene): Promise<Expectation> => {
  const { sandbox, functions } = stage;
  const callsBefore = sandbox.requests.length;
  const invocationsBefore = functions.invocationsOf(world.triggerArn);
  let groups = '';
  const clientSaw = await attempt(stage, world, scene, (claims) => {
    groups = groupsIn(claims);
  });
  const calls = sandbox.requests
    .slice(callsBefore)
    .filter(({ userPoolId }) => userPoolId === world.oldPool.userPoolId);
  const triggerInvoked = functions.invocationsOf(world.triggerArn) > invocationsBefore;
  return {
    oldPoolAnswer: lastWord(calls, scene.flow)?.replace(world.oldPool.clientIdWithSecret, '<id>') ?? null,
    clientSaw,
    triggerInvoked,
    groups,
    ...(await afterwards(stage, world, scene)),
  };
};

const groupsIn = ({ 'cognito:groups': groups }: Readonly<Record<string, unknown>>): string =>
  Array.isArray(groups) ? groups.toSorted().join(', ') : '';

/** What the app saw; a code that really was sent is used for a new password. */
const attempt = async (
  stage: Stage,
  world: World,
  scene: Scene,
  read: Parameters<World['app']['signIn']>[2],
): Promise<string> => {
  switch (scene.flow) {
    case 'sign-in':
      return world.app.signIn(scene.typed, scene.password, read);
    case 'forgot-password':
      return resetPassword(stage, world, scene);
  }
};

/** The password that somebody of the demo chooses after a code. */
export const newPasswordOf = (typed: string): string => `New-pass-0f-${typed}!`;

const resetPassword = async ({ sandbox }: Stage, world: World, { typed }: Scene): Promise<string> => {
  const sentBefore = sandbox.services.outbox.messages({ userPoolId: world.newUserPoolId }).length;
  const answer = await world.app.forgotPassword(typed);
  if (answer !== 'code-announced') return answer;
  const message = sandbox.services.outbox.messages({ userPoolId: world.newUserPoolId })[sentBefore];
  if (message === undefined) return 'code-simulated';
  const newPassword = newPasswordOf(typed);
  const confirmed = await world.app.confirmPassword(typed, message.code, newPassword);
  if (confirmed !== 'done') return confirmed;
  const signedIn = await world.app.signIn(typed, newPassword);
  return signedIn === 'tokens' ? 'code-sent' : signedIn;
};

/** What the old pool said once it knew the person, or the last time that it said no. */
const lastWord = (calls: readonly LoggedCall[], flow: Scene['flow']): string | null => {
  const asked = flow === 'sign-in' ? 'AdminInitiateAuth' : 'AdminGetUser';
  const answers = calls.filter(({ operation }) => operation === asked).map(({ answer }) => answer);
  if (answers.length === 0) return null;
  const answer = answers.find((said) => said?.kind === 'answered') ?? answers.at(-1);
  switch (answer?.kind) {
    case undefined:
      return 'no answer in time';
    case 'answered':
      return answer.challenge ?? (flow === 'sign-in' ? 'tokens' : 'profile');
    case 'refused':
      // This exception has one name and many meanings.
      return answer.name === 'NotAuthorizedException' ? answer.message : answer.name;
    case 'dropped':
      return 'connection dropped';
  }
};

/** Where the person stands now, and whether the old password works without the trigger. */
const afterwards = async (
  { functions }: Stage,
  world: World,
  scene: Scene,
): Promise<Pick<Expectation, 'newPoolStatus' | 'passwordKept'>> => {
  const user = await movedUser(world, scene);
  if (user === undefined) return { newPoolStatus: await statusOfOther(world, scene), passwordKept: null };
  const invocationsBefore = functions.invocationsOf(world.triggerArn);
  const answer = await signInPlainly(world, user.username, scene.oldPassword ?? scene.password);
  return {
    newPoolStatus: user.status,
    passwordKept: answer === 'tokens' && functions.invocationsOf(world.triggerArn) === invocationsBefore,
  };
};

/** Where somebody stands who never was in the old pool. */
const statusOfOther = async (
  { oldPool: { cognito }, newUserPoolId: UserPoolId }: World,
  { person, typed: Username }: Scene,
): Promise<string | null> => {
  if (person !== undefined) return null;
  try {
    const { UserStatus } = await cognito.send(new AdminGetUserCommand({ UserPoolId, Username }));
    return UserStatus ?? null;
  } catch (error) {
    if (error instanceof UserNotFoundException) return null;
    throw error;
  }
};

/** With the AWS SDK alone: the app's library takes its time for arithmetic that this flow does not need. */
export const signInPlainly = async (world: World, username: string, password: string): Promise<string> => {
  const command = new InitiateAuthCommand({
    ClientId: world.newClientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: username, PASSWORD: password },
  });
  try {
    const { AuthenticationResult, ChallengeName } = await world.oldPool.cognito.send(command);
    return AuthenticationResult === undefined ? String(ChallengeName) : 'tokens';
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
};

/** The new profile of the person: joined on `custom:source_sub`. */
const movedUser = async (world: World, { person }: Scene) => {
  const sub = person && world.subs.get(person);
  if (sub === undefined) return undefined;
  const pages = paginateListUsers({ client: world.oldPool.cognito }, { UserPoolId: world.newUserPoolId });
  for await (const { Users = [] } of pages) {
    const user = Users.find(({ Attributes = [] }) =>
      Attributes.some(({ Name, Value }) => Name === SOURCE_SUB && Value === sub),
    );
    if (user !== undefined) return { username: user.Username ?? '', status: user.UserStatus ?? '' };
  }
  return undefined;
};
