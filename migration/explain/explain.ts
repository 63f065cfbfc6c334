import type { ListedUser } from '../listed-user.ts';
import { sourceSubOf } from '../source-sub.ts';
import type { UserDirectory } from './directory.ts';
import { remember } from './directory.ts';
import type { ExplainedVerdict } from './explained-verdict.ts';
import { explainVerdict } from './explained-verdict.ts';
import type { OtherName } from './other-names.ts';
import { namesOf } from './other-names.ts';
import type { Match, Matches } from './search.ts';
import { searchBoth } from './search.ts';
import { tell } from './tell.ts';
import type { Unknowable } from './unknowable.ts';
import { unknowableAbout } from './unknowable.ts';
import type { Attempt, Resolved, Scenery } from './verdict.ts';
import { judge, resolveInOldPool } from './verdict.ts';
import type { Verdicts, WayIn } from './way-in.ts';
import { wayInOf } from './way-in.ts';

/** Somebody whom the identifier may mean. */
export interface Candidate extends Match {
  /** How many groups; undefined where it was not asked or may not be read. */
  readonly groups?: number;
}

/** Why somebody can or cannot sign in by a name. */
export interface Explanation {
  readonly identifier: string;
  /** Which of the trigger's look-ups leads to whom of the old pool; absent if none does. */
  readonly resolved?: Resolved;
  readonly oldPool: readonly Candidate[];
  readonly newPool: readonly Candidate[];
  readonly rulings: Readonly<Record<Attempt, ExplainedVerdict>>;
  readonly wayIn: WayIn;
  /** Where there is no way in by the identifier: other names of the same person by which there is one. */
  readonly otherNames: readonly OtherName[];
  /** What to tell the person. */
  readonly tell: readonly string[];
  /** What could decide otherwise, and cannot be seen; empty where the new pool decides alone. */
  readonly unknowable: readonly Unknowable[];
}

/**
 * Explains a name by asking both pools who it is, and the trigger's own rules what they would make of a sign-in.
 * Nobody signs in, and nothing changes. Whoever is looked at with AdminGetUser counts as active in that month's
 * bill of their pool: the person, and whoever has a name of theirs.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
 */
export const explain =
  (scenery: Scenery) =>
  async (identifier: string): Promise<Explanation> => {
    const once = { ...scenery, old: remember(scenery.old), new: remember(scenery.new) };
    const resolved = await resolveInOldPool(once, identifier);
    const found = await searchBoth(once, identifier);
    const person = personOf(found, resolved);
    const matches = person === undefined ? found : await lookClosely(once, found, person);
    const verdicts = await judgeAll(once, identifier);
    const wayIn = wayInOf(verdicts);
    const resolvedUser = matches.old.find(({ user }) => user.sub === resolved?.sub)?.user;
    const rule = (attempt: Attempt): ExplainedVerdict =>
      explainVerdict(verdicts[attempt], { attempt, person: resolvedUser });
    const rulings = {
      'right-password': rule('right-password'),
      'wrong-password': rule('wrong-password'),
      'forgot-password': rule('forgot-password'),
    };
    const otherNames = wayIn === 'none' ? await waysInBy(once, namesOf(matches, person, identifier)) : [];
    return {
      identifier,
      ...(resolved === undefined ? {} : { resolved }),
      oldPool: matches.old,
      newPool: matches.new,
      rulings,
      wayIn,
      otherNames,
      tell: tell({ identifier, verdicts, rulings, wayIn, otherNames }),
      unknowable: isDecidedByOldPool(verdicts)
        ? unknowableAbout(scenery.terms.conditions, scenery.rules, resolvedUser)
        : [],
    };
  };

const judgeAll = async (scenery: Scenery, name: string): Promise<Verdicts> => {
  const judgeName = judge(scenery);
  const [right, wrong, forgot] = await Promise.all([
    judgeName(name, 'right-password'),
    judgeName(name, 'wrong-password'),
    judgeName(name, 'forgot-password'),
  ]);
  return { 'right-password': right, 'wrong-password': wrong, 'forgot-password': forgot };
};

const isDecidedByOldPool = ({ 'right-password': { kind } }: Verdicts): boolean =>
  kind === 'moves' || kind === 'declined' || kind === 'failed';

/** The one person of the old pool whom it is about; undefined if that is not clear. */
const personOf = ({ old }: Matches, resolved: Resolved | undefined): ListedUser | undefined => {
  const [only, another] = old;
  return (
    old.find(({ user }) => user.sub === resolved?.sub)?.user ??
    (another === undefined ? only?.user : undefined)
  );
};

/** Factors and groups of the person, in both pools: ListUsers tells neither. */
const lookClosely = async (
  pools: Pick<Scenery, 'old' | 'new'>,
  matches: Matches,
  { sub }: ListedUser,
): Promise<{ readonly old: readonly Candidate[]; readonly new: readonly Candidate[] }> => {
  const [old, moved] = await Promise.all([
    Promise.all(matches.old.map((match) => (match.user.sub === sub ? closeUp(pools.old, match) : match))),
    Promise.all(
      matches.new.map((match) => (sourceSubOf(match.user) === sub ? closeUp(pools.new, match) : match)),
    ),
  ]);
  return { old, new: moved };
};

const closeUp = async ({ find, countGroups }: UserDirectory, match: Match): Promise<Candidate> => {
  const { username } = match.user;
  const [user = match.user, groups] = await Promise.all([find(username), countGroups(username)]);
  return { ...match, user, ...(groups === undefined ? {} : { groups }) };
};

const waysInBy = async (scenery: Scenery, names: readonly string[]): Promise<readonly OtherName[]> => {
  const ways = await Promise.all(
    names.map(async (name) => ({ name, wayIn: wayInOf(await judgeAll(scenery, name)) })),
  );
  return ways.filter(({ wayIn }) => wayIn !== 'none');
};
