import { travels } from '../attribute-mapping.ts';
import type { DatedUser } from '../dated-user.ts';
import { isSpellingOf } from '../names.ts';
import { hasRecoveryChannel, isVerified, isVerifiedFlag, readAttribute } from '../person.ts';
import type { NewPool } from '../rules.ts';
import { GROUPS_CARRIED } from '../rules.ts';
import type { Difference } from './difference.ts';
import type { Expectation } from './expectation.ts';

/** What differs between a profile and what the move should have written. */
type Finding = Omit<Difference, 'old' | 'new'>;

/** A user of the old pool and the one of the new pool that carries the `sub`. */
export interface Pair {
  readonly old: DatedUser;
  readonly new: DatedUser;
}

/**
 * Milliseconds that may lie between the creation of a profile and the last change that belongs to the move: the
 * trigger that issues tokens notes that groups were carried, and Cognito gives it five seconds, three times.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
 */
export const ARRIVAL_TAKES = 30_000;

/** Milliseconds between the time in `custom:groups_carried` and the change that it makes: clocks, and the call. */
const MARK_TAKES = 5_000;

/** Groups are carried by the first token, which may come long after an import. */
const isMark = ({ attributes, modifiedAt }: DatedUser): boolean =>
  Math.abs(modifiedAt - Date.parse(readAttribute(attributes, GROUPS_CARRIED))) <= MARK_TAKES;

const changedInNew = (user: DatedUser): boolean =>
  user.modifiedAt > user.createdAt + ARRIVAL_TAKES && !isMark(user);

/** Everything that differs, with what excuses it. */
export const compareProfiles = (
  pair: Pair,
  expectation: Expectation,
  pool: Pick<NewPool, 'aliases' | 'caseSensitive' | 'recovery'>,
): readonly Difference[] => {
  const old = { sub: pair.old.sub, username: pair.old.username };
  const user = { sub: pair.new.sub, username: pair.new.username };
  return [
    ...usernameOf(pair, expectation, pool),
    ...attributesOf(pair.new, expectation, pool).map((finding) => excused(finding, pair)),
    ...flagsOf(pair.new, expectation, pool).map((finding) => excused(finding, pair)),
    ...enabledOf(pair),
    ...statusOf(pair.new).map((finding) => excused(finding, pair)),
    ...recoveryOf(pair.new, pool),
  ].map((finding) => ({ ...finding, old, new: user }));
};

/** Whoever changed a profile last, after the move, is right. */
const excused = (finding: Finding, { old, new: user }: Pair): Finding => {
  if (changedInNew(user)) {
    const kind = finding.kind === 'verified-flag-invented' ? 'verified-since' : 'changed-since';
    return { ...finding, kind };
  }
  return old.modifiedAt > user.createdAt ? { ...finding, kind: 'old-changed-since' } : finding;
};

/** It can never be changed: nothing excuses it. */
const usernameOf = (
  { old, new: { username } }: Pair,
  expected: Expectation,
  pool: Pick<NewPool, 'caseSensitive'>,
): readonly Finding[] =>
  isSpellingOf(username, expected.username, pool) || username === old.sub
    ? []
    : [{ kind: 'username', expected: expected.username, found: username }];

/** Whether the value is right; a name that signs in may be spelled as the person typed it. */
const isRight = (
  name: string,
  value: string,
  { attributes, required }: Expectation,
  pool: Pick<NewPool, 'aliases' | 'caseSensitive'>,
): boolean => {
  const right = attributes.get(name) ?? [''];
  if (right.includes(value)) return true;
  if (right.includes('') && value !== '' && required.includes(name)) return true;
  return (
    pool.aliases.some((alias) => alias === name) && right.some((other) => isSpellingOf(value, other, pool))
  );
};

const attributesOf = (
  { attributes }: DatedUser,
  expectation: Expectation,
  pool: Pick<NewPool, 'aliases' | 'caseSensitive'>,
): readonly Finding[] => {
  const names = new Set([...expectation.attributes.keys(), ...attributes.keys()]);
  return [...names]
    .filter((name) => travels(name) && !isVerifiedFlag(name))
    .filter((name) => !isRight(name, readAttribute(attributes, name), expectation, pool))
    .map((name) => ({
      kind: 'attribute',
      attribute: name,
      expected: expectation.attributes.get(name)?.[0] ?? '',
      found: readAttribute(attributes, name),
    }));
};

const flagsOf = (
  { attributes }: DatedUser,
  expectation: Expectation,
  pool: Pick<NewPool, 'aliases' | 'caseSensitive'>,
): readonly Finding[] =>
  expectation.flags.flatMap(({ contact, mayBeTrue, mayBeFalse }): Finding[] => {
    const attribute = `${contact}_verified`;
    if (isVerified(attributes, contact)) {
      return mayBeTrue
        ? []
        : [{ kind: 'verified-flag-invented', attribute, expected: 'false', found: 'true' }];
    }
    // Of another address, nobody knows whether it is theirs.
    const isSame = isRight(contact, readAttribute(attributes, contact), expectation, pool);
    return mayBeFalse || !isSame
      ? []
      : [
          {
            kind: 'verified-flag-lost',
            attribute,
            expected: 'true',
            found: readAttribute(attributes, attribute),
          },
        ];
  });

/**
 * Somebody who was shut out of the old pool after the move can still get in here: only a later word in the new
 * pool excuses that.
 */
const enabledOf = ({ old, new: user }: Pair): readonly Finding[] => {
  if (old.enabled === user.enabled) return [];
  const isLastWord = changedInNew(user) && user.modifiedAt >= old.modifiedAt;
  return [
    {
      kind: isLastWord ? 'changed-since' : 'enabled',
      attribute: 'enabled',
      expected: String(old.enabled),
      found: String(user.enabled),
    },
  ];
};

const statusOf = ({ status }: DatedUser): readonly Finding[] =>
  ['CONFIRMED', 'RESET_REQUIRED'].includes(status)
    ? []
    : [{ kind: 'status', attribute: 'status', expected: 'CONFIRMED', found: status }];

/** A state that the person cannot leave. */
const recoveryOf = (
  { status, attributes }: DatedUser,
  { recovery }: Pick<NewPool, 'recovery'>,
): readonly Finding[] =>
  status === 'RESET_REQUIRED' && !hasRecoveryChannel(attributes, [], recovery)
    ? [{ kind: 'no-recovery-channel' }]
    : [];
