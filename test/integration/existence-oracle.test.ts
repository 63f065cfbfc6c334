import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { OldUser } from '../../sandbox/demo/people.ts';
import { passwordOf } from '../../sandbox/demo/scene.ts';
import { type RawAnswer, rawCall } from '../support/integration-attacker.ts';
import { type Move, startMove } from '../support/integration-move.ts';
import { addPerson, signIn } from '../support/integration-people.ts';

/** Attack: finding out who has an account, and in which state, from the answers of the new pool. */

let move: Move;
let nobodySignsIn: RawAnswer;
let nobodyForgets: RawAnswer;

const WRONG = 'Not-my-passw0rd!';

const signInRaw = (USERNAME: string, PASSWORD: string): Promise<RawAnswer> =>
  rawCall(move, 'InitiateAuth', {
    ClientId: move.newClientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME, PASSWORD },
  });

const forgetRaw = (Username: string): Promise<RawAnswer> =>
  rawCall(move, 'ForgotPassword', { ClientId: move.newClientId, Username });

/** People whom the migration does not let in, or not with this password. */
const PEOPLE: readonly (Partial<OldUser> & {
  readonly kind: string;
  readonly username: string;
  readonly given?: string;
  readonly before?: () => Promise<void> | void;
})[] = [
  { kind: 'wrong password', username: 'anna', given: WRONG },
  { kind: 'disabled', username: 'bert', standing: 'disabled' },
  { kind: 'disabled, wrong password', username: 'carla', standing: 'disabled', given: WRONG },
  {
    kind: 'never confirmed',
    username: 'dora',
    standing: 'unconfirmed',
    attributes: { email: 'dora@example.com' },
  },
  {
    kind: 'second factor: SMS',
    username: 'emil',
    factors: ['sms'],
    attributes: { phone_number: '+15550100001', phone_number_verified: 'true' },
  },
  { kind: 'second factor: authenticator app', username: 'fanny', factors: ['authenticator-app'] },
  { kind: 'second factor: e-mail', username: 'georg', factors: ['e-mail'] },
  { kind: 'second factor, wrong password', username: 'hanna', factors: ['e-mail'], given: WRONG },
  { kind: 'temporary password', username: 'igor', standing: 'temporary-password' },
  {
    kind: 'temporary password expired',
    username: 'julia',
    standing: 'temporary-password',
    before: () => move.world.expireTemporaryPassword('julia'),
  },
  { kind: 'must reset', username: 'karl', standing: 'reset-required' },
  {
    kind: 'must reset, no recovery channel',
    username: 'lena',
    standing: 'reset-required',
    attributes: { email: 'lena@example.com', email_verified: 'true' },
    before: () => move.world.updateOldUser('lena', { email_verified: 'false' }),
  },
  { kind: 'locked out', username: 'marc', before: () => move.world.failAtOldPool('marc', 6) },
  {
    kind: 'refused by threat protection',
    username: 'nadia',
    before: () =>
      move.world.answerNext(
        'AdminInitiateAuth',
        'NotAuthorizedException',
        'Unable to login because of security reasons.',
      ),
  },
  {
    kind: "refused by the old pool's own trigger",
    username: 'oskar',
    before: () =>
      move.world.answerNext(
        'AdminInitiateAuth',
        'UserLambdaValidationException',
        'PreAuthentication failed with error oskar@example.com is on the black list.',
      ),
  },
  {
    kind: 'moved already, wrong password',
    username: 'paula',
    given: WRONG,
    before: async () => {
      await signIn(move, 'paula', passwordOf('paula'));
    },
  },
];

/** Names that nobody has, of every shape. */
const STRANGERS = [
  'nobody-else',
  'nobody@example.com',
  '+15550109999',
  'no body',
  'nobody\u0000',
  '🎈',
  'n'.repeat(129),
  '7d9ad7a5-0000-4000-8000-000000000000',
];

beforeAll(async () => {
  move = await startMove();
  for (const person of PEOPLE) await addPerson(move, person.username, knownOnly(person));
  move.world.addFederatedUser('Google', '1234567890', 'federated@example.com');
  nobodySignsIn = await signInRaw('nobody', WRONG);
  nobodyForgets = await forgetRaw('nobody');
});
afterAll(() => move?.close());

const knownOnly = ({ standing, factors, attributes }: (typeof PEOPLE)[number]): Partial<OldUser> => ({
  ...(standing && { standing }),
  ...(factors && { factors }),
  ...(attributes && { attributes }),
});

test('a name that nobody has: one sentence at sign-in, a code that was never sent otherwise', () => {
  expect(nobodySignsIn).toMatchObject({
    status: 400,
    body: { __type: 'NotAuthorizedException', message: 'Incorrect username or password.' },
  });
  expect(nobodyForgets).toMatchObject({
    status: 200,
    body: {
      CodeDeliveryDetails: {
        Destination: expect.stringMatching(/^[a-z]\*\*\*@[a-z]\*\*\*$/),
        DeliveryMedium: 'EMAIL',
        AttributeName: 'email',
      },
    },
  });
});

describe('at sign-in the answer is the same, byte for byte', () => {
  test.each(PEOPLE)('$kind', async ({ username, given = passwordOf(username), before }) => {
    await before?.();
    expect(await signInRaw(username, given)).toEqual(nobodySignsIn);
  });

  test.each(['Google_1234567890', ...STRANGERS])('%j', async (name) => {
    expect(await signInRaw(name, WRONG)).toEqual(nobodySignsIn);
  });
});

/** The masked address differs from name to name, for people and strangers alike. */
const withoutAddress = (answer: RawAnswer): unknown => {
  const text = JSON.stringify(answer);
  expect(text).toMatch(/"Destination":"[a-z]\*\*\*@[a-z]\*\*\*"/);
  return JSON.parse(text.replace(/[a-z]\*\*\*@[a-z]\*\*\*/, 'x***@y***'));
};

describe('at a forgotten password the answer looks the same', () => {
  test.each(PEOPLE.filter(({ attributes }) => attributes?.['phone_number'] === undefined))(
    '$kind',
    async ({ username }) => {
      expect(withoutAddress(await forgetRaw(username))).toEqual(withoutAddress(nobodyForgets));
    },
  );

  test.each(['Google_1234567890', ...STRANGERS.filter((name) => name.length <= 128)])('%j', async (name) => {
    expect(withoutAddress(await forgetRaw(name))).toEqual(withoutAddress(nobodyForgets));
  });
});

describe('while the old pool cannot be asked, everybody sees the same sentence', () => {
  const OUTAGES = [
    ['throttled', 'TooManyRequestsException', 3],
    ['an internal error', 'InternalErrorException', 1],
    ['no permission', 'AccessDeniedException', 1],
    ['the pool is gone', 'ResourceNotFoundException', 1],
  ] as const;

  test.each(OUTAGES)('at sign-in: %s', async (_, name, times) => {
    const answers: RawAnswer[] = [];
    for (const typed of ['fanny', 'nobody']) {
      move.world.answerNext('AdminInitiateAuth', name, `secret text about ${typed}`, times);
      answers.push(await signInRaw(typed, passwordOf(typed)));
    }
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]?.body).toEqual({
      __type: 'UserNotFoundException',
      message: 'UserMigration failed with error Please try again in a few minutes.',
    });
  });

  test.each(OUTAGES)('at a forgotten password: %s', async (_, name, times) => {
    const answers: RawAnswer[] = [];
    for (const typed of ['fanny', 'nobody']) {
      move.world.answerNext('AdminGetUser', name, `secret text about ${typed}`, times);
      answers.push(await forgetRaw(typed));
    }
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]?.body).toEqual({
      __type: 'UserLambdaValidationException',
      message: 'UserMigration failed with error Please try again in a few minutes.',
    });
  });
});
