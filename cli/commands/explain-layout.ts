/** An explanation for people, and as JSON. */

import { WITHHELD_TEXTS } from '../../migration/backfill/reason-texts.ts';
import type { Candidate, Explanation } from '../../migration/explain/explain.ts';
import type { ExplainedVerdict } from '../../migration/explain/explained-verdict.ts';
import { UNKNOWABLE } from '../../migration/explain/unknowable.ts';
import { isVerified } from '../../migration/person.ts';
import type { Contact } from '../../migration/rules.ts';
import { CONTACTS, SOURCE_VIA } from '../../migration/rules.ts';
import { sourceSubOf } from '../../migration/source-sub.ts';

type Facts = readonly (readonly [string, string])[];

const section = (title: string, lines: readonly string[]): string[] => [
  '',
  title,
  ...lines.map((line) => `  ${line}`),
];

const facts = (pairs: Facts): string[] => {
  const width = Math.max(...pairs.map(([name]) => name.length));
  return pairs.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
};

const FOUND_BY: Readonly<Record<Candidate['foundBy'], string>> = {
  name: 'the pool itself, by this name',
  username: 'username, in this or another spelling; the pool itself does not find it',
  sub: 'sub',
  email: 'e-mail address, which is no sign-in name of theirs in this pool',
  phone_number: 'phone number, which is no sign-in name of theirs in this pool',
  preferred_username: 'preferred_username, which is no sign-in name in this pool',
  link: 'the link between the pools (custom:source_sub)',
};

const LOOKUPS = {
  direct: 'direct: the old pool signs them in by this name',
  preferred_username: 'preferred_username: nobody else has this one',
} as const;

const candidateLines = (candidate: Candidate, extra: Facts): string[] => {
  const { user, foundBy, groups } = candidate;
  const { username, sub, enabled, status, attributes, factors } = user;
  const preferredUsername = attributes.get('preferred_username');
  return facts([
    ['username', username],
    ['found by', FOUND_BY[foundBy]],
    ...extra,
    ['sub', sub],
    ['state', `${status}, ${enabled ? 'enabled' : 'DISABLED'}`],
    ...CONTACTS.map((contact) => [contact, contactOf(attributes, contact)] as const),
    ...(preferredUsername === undefined ? [] : [['preferred_username', preferredUsername] as const]),
    ['second factors', factors === undefined ? 'not looked at' : factors.join(', ') || 'none'],
    ...(groups === undefined ? [] : [['groups', String(groups)] as const]),
  ]);
};

const contactOf = (attributes: ReadonlyMap<string, string>, contact: Contact): string => {
  const value = attributes.get(contact);
  if (value === undefined) return 'none';
  return `${value} (${isVerified(attributes, contact) ? 'verified' : 'not verified'})`;
};

const apart = (blocks: readonly string[][]): string[] =>
  blocks.flatMap((block, index) => (index === 0 ? block : ['', ...block]));

const oldPoolLines = ({ oldPool, resolved }: Explanation): string[] => {
  if (oldPool.length === 0) return ['Nobody has this name.'];
  const lookedUp = (sub: string): Facts => [
    [
      'look-up',
      resolved?.sub === sub ? LOOKUPS[resolved.lookup] : 'none of the trigger leads to them by this name',
    ],
  ];
  return apart(oldPool.map((candidate) => candidateLines(candidate, lookedUp(candidate.user.sub))));
};

const newPoolLines = ({ newPool, oldPool }: Explanation): string[] => {
  if (newPool.length === 0)
    return ['Nobody has this name, and nobody is linked to the person of the old pool.'];
  const linkOf = ({ user }: Candidate): string => {
    const sub = sourceSubOf(user);
    if (sub === undefined) return 'none: made in the new pool, not by the migration';
    const via = `moved by ${user.attributes.get(SOURCE_VIA) ?? 'unknown means'}`;
    const source = oldPool.find((candidate) => candidate.user.sub === sub);
    return source === undefined
      ? `${sub}, whom the old pool does not know (any more); ${via}`
      : `${source.user.username} of the old pool; ${via}`;
  };
  return apart(newPool.map((candidate) => candidateLines(candidate, [['link', linkOf(candidate)]])));
};

const OUTCOMES: Readonly<Record<ExplainedVerdict['kind'], (ruling: ExplainedVerdict) => string>> = {
  moves: ({ username, profile }) => `Moves, as ${username} (${profile?.status ?? ''})`,
  declined: ({ reason }) => `Declined: ${reason ?? ''}`,
  failed: ({ reason }) => `Fails: ${reason ?? ''}`,
  'in-new-pool': ({ username, reason }) => `The new pool decides, for ${username ?? ''}: ${reason ?? ''}`,
  'name-of-another': ({ username }) => `The new pool decides, for somebody else: ${username ?? ''}`,
  'no-trigger': () => 'Nobody of the new pool, and no trigger to ask',
};

const rulingLines = (ruling: ExplainedVerdict): string[] => [
  OUTCOMES[ruling.kind](ruling),
  ruling.why,
  ...profileLines(ruling.profile),
  ...(ruling.remedy === undefined ? [] : [`What to do: ${ruling.remedy}`]),
];

/** Where the state alone decides, no password makes a difference. */
const wrongPasswordLines = (rulings: Explanation['rulings']): string[] => {
  const { 'right-password': right, 'wrong-password': wrong } = rulings;
  return wrong.kind === right.kind && wrong.reason === right.reason && wrong.why === right.why
    ? ['The same.']
    : rulingLines(wrong);
};

const profileLines = (profile: ExplainedVerdict['profile']): string[] => {
  if (profile === undefined) return [];
  const { preferredUsername, dropped, contactsHeldByOthers } = profile;
  return [
    ...(preferredUsername === 'none' ? [] : [`preferred_username: ${WITHHELD_TEXTS[preferredUsername]}`]),
    ...(dropped.length === 0 ? [] : [`Left behind: ${dropped.join(', ')}`]),
    ...(contactsHeldByOthers.length === 0
      ? []
      : [`Unverified, because somebody of the new pool has it: ${contactsHeldByOthers.join(', ')}`]),
  ];
};

/** The explanation, section by section. */
export const explanationLines = (explanation: Explanation): string[] => {
  const { identifier, rulings, unknowable } = explanation;
  return [
    identifier,
    ...section('Old pool', oldPoolLines(explanation)),
    ...section('New pool', newPoolLines(explanation)),
    ...section('If they sign in now with the right password', rulingLines(rulings['right-password'])),
    ...section('If they sign in now with a wrong password', wrongPasswordLines(rulings)),
    ...section('If they use "Forgot password?"', rulingLines(rulings['forgot-password'])),
    ...section('Tell them', explanation.tell),
    ...(unknowable.length === 0
      ? []
      : section(
          'What cannot be seen from here',
          unknowable.map((open) => UNKNOWABLE[open]),
        )),
  ];
};

/** The explanation without what JSON cannot hold. */
export const explanationDocument = (explanation: Explanation) => ({
  ...explanation,
  oldPool: explanation.oldPool.map(describeCandidate),
  newPool: explanation.newPool.map(describeCandidate),
});

const describeCandidate = ({ user, foundBy, groups }: Candidate) => {
  const { username, sub, enabled, status, factors, attributes } = user;
  const named = ['preferred_username', ...CONTACTS, ...CONTACTS.map((contact) => `${contact}_verified`)];
  const sourceSub = sourceSubOf(user);
  return {
    ...{ foundBy, username, sub, enabled, status },
    ...(factors === undefined ? {} : { factors }),
    ...(groups === undefined ? {} : { groups }),
    ...(sourceSub === undefined ? {} : { sourceSub, sourceVia: attributes.get(SOURCE_VIA) }),
    attributes: Object.fromEntries([...attributes].filter(([name]) => named.includes(name))),
  };
};
