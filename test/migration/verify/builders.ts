import { claimsOf, heldNamesOf } from '../../../migration/backfill/claims.ts';
import { ruleOnNames } from '../../../migration/backfill/name-rulings.ts';
import type { ImportTerms } from '../../../migration/backfill/settle-user.ts';
import type { DatedUser } from '../../../migration/dated-user.ts';
import type { VerifyTerms } from '../../../migration/verify/compare-people.ts';
import { differencesOf, joinPeople } from '../../../migration/verify/compare-people.ts';
import { ARRIVAL_TAKES } from '../../../migration/verify/compare-profiles.ts';
import type { Difference } from '../../../migration/verify/difference.ts';
import { subOf } from '../../support/person-builders.ts';
import { theTerms } from '../backfill/builders.ts';

/** When people moved, and when the pools are compared. */
export const MOVED_AT = Date.UTC(2026, 0, 10);
export const VERIFIED_AT = Date.UTC(2026, 1, 1);
export const LATER = MOVED_AT + ARRIVAL_TAKES + 1;

const SIGNED_UP_AT = Date.UTC(2020, 0, 1);

type Init = Partial<Omit<DatedUser, 'attributes'>> & { readonly attributes?: Record<string, string> };

const user = (base: Omit<DatedUser, 'attributes'>, { attributes = {}, ...init }: Init): DatedUser => ({
  ...base,
  ...init,
  attributes: new Map(Object.entries(attributes)),
});

/** Ann of the old pool, with a verified e-mail address. */
export const oldAnn = ({ attributes, ...init }: Init = {}): DatedUser =>
  user(
    {
      username: 'ann',
      sub: subOf(1),
      enabled: true,
      status: 'CONFIRMED',
      createdAt: SIGNED_UP_AT,
      modifiedAt: SIGNED_UP_AT,
    },
    { ...init, attributes: { email: 'ann@example.com', email_verified: 'true', ...attributes } },
  );

/** Ann of the new pool, as she comes by a sign-in. */
export const newAnn = ({ attributes, ...init }: Init = {}): DatedUser =>
  user(
    {
      username: 'ann',
      sub: subOf(901),
      enabled: true,
      status: 'CONFIRMED',
      createdAt: MOVED_AT,
      modifiedAt: MOVED_AT,
    },
    {
      ...init,
      attributes: {
        email: 'ann@example.com',
        email_verified: 'true',
        'custom:source_sub': subOf(1),
        'custom:source_via': 'sign-in',
        ...attributes,
      },
    },
  );

interface Pools {
  readonly old?: readonly DatedUser[];
  readonly new?: readonly DatedUser[];
  readonly terms?: ImportTerms;
  readonly accepted?: VerifyTerms['accepted'];
}

/** The whole comparison of two pools in memory. */
export const verifyPools = ({
  old = [oldAnn()],
  new: newUsers = [newAnn()],
  terms = theTerms(),
  accepted = [],
}: Pools): readonly Difference[] => {
  const { rules, admission } = terms;
  const claims = old.flatMap((one) => claimsOf(one, rules, admission));
  const held = newUsers.flatMap((one) => heldNamesOf(one, rules.newPool));
  const rulings = Map.groupBy(ruleOnNames(claims, held, rules.newPool), ({ sub }) => sub);
  return [...joinPeople({ old, new: newUsers })].flatMap((person) =>
    differencesOf(person, rulings.get(person.old?.sub ?? '') ?? [], {
      terms,
      accepted,
      startedAt: VERIFIED_AT,
    }),
  );
};

/** What was found, each in a few words. */
export const found = (pools: Pools): readonly string[] =>
  verifyPools(pools).map(({ kind, attribute, reason }) => [kind, attribute ?? reason].join(' ').trim());
