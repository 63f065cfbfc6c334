import { describe, expect, test } from '@jest/globals';
import { readIdentities } from '../../../migration/links/identities.ts';
import type { LinkPlan } from '../../../migration/links/plan-links.ts';
import { planLinks } from '../../../migration/links/plan-links.ts';
import type { Unlinked } from '../../../migration/links/tally.ts';
import { LinkTally } from '../../../migration/links/tally.ts';
import type { ListedUser } from '../../../migration/listed-user.ts';

const GOOGLE = { providerName: 'Google', userId: '1234' };
const APPLE = { providerName: 'SignInWithApple', userId: '001.abc' };
/** As Cognito writes it. */
const entry = (identity: object) => ({
  ...identity,
  providerType: 'Google',
  issuer: null,
  primary: false,
  dateCreated: 1_642_699_117_273,
});

describe('the attribute identities', () => {
  test.each([
    ['is absent', undefined, []],
    ['is empty', '', []],
    ['is an empty list', '[]', []],
    ['names two', JSON.stringify([entry(GOOGLE), entry(APPLE)]), [GOOGLE, APPLE]],
    ['has a number for an id', JSON.stringify([entry({ ...GOOGLE, userId: 1234 })]), [GOOGLE]],
    ['is no JSON', 'Google', undefined],
    ['is no list', '{}', undefined],
    ['lacks an id', JSON.stringify([{ providerName: 'Google' }]), undefined],
    ['lists something else', '[null]', undefined],
  ])('%s', (_, attribute, identities) => {
    expect(readIdentities(attribute)).toEqual(identities);
  });
});

const userOf = (sub: string, identities?: string): ListedUser => ({
  ...{ username: sub, sub, enabled: true, status: 'CONFIRMED' },
  attributes: new Map(identities === undefined ? [] : [['identities', identities]]),
});
const old = userOf('old', JSON.stringify([entry(GOOGLE), entry(APPLE)]));
const moved = userOf('new');
const both = new Set(['Google', 'SignInWithApple']);

describe('somebody who signs in with two providers', () => {
  test.each<[string, readonly ListedUser[], ReadonlySet<string>, readonly object[]]>([
    [
      'is linked to both',
      [moved],
      both,
      [
        { kind: 'link', identity: GOOGLE, new: moved },
        { kind: 'link', identity: APPLE },
      ],
    ],
    [
      'is linked already to one',
      [userOf('new', JSON.stringify([entry(GOOGLE)]))],
      both,
      [{ kind: 'linked', identity: GOOGLE }, { kind: 'link' }],
    ],
    [
      'has identities in the new pool that cannot be read',
      [userOf('new', 'Google')],
      both,
      [{ kind: 'link' }, { kind: 'link' }],
    ],
    [
      'has not moved',
      [],
      both,
      [
        { kind: 'unlinked', reason: 'not-moved' },
        { kind: 'unlinked', reason: 'not-moved' },
      ],
    ],
    [
      'is twice in the new pool',
      [moved, moved],
      both,
      [{ reason: 'moved-twice' }, { reason: 'moved-twice' }],
    ],
    [
      'has a provider that the new pool lacks',
      [moved],
      new Set(['Google']),
      [{ kind: 'link' }, { kind: 'unlinked', reason: 'no-such-provider', identity: APPLE }],
    ],
  ])('%s', (_, newUsers, providers, plans) => {
    expect(planLinks(old, newUsers, providers)).toMatchObject(plans);
  });

  test('is told of where the attribute cannot be read', () => {
    const strange = userOf('old', 'Google');
    expect(planLinks(strange, [moved], both)).toEqual([
      { kind: 'unlinked', old: strange, reason: 'unreadable' },
    ]);
  });
});

describe('a tally', () => {
  const plan: LinkPlan = { kind: 'link', old, new: moved, identity: GOOGLE };

  test('counts each identity once, and hands out those that are not linked', () => {
    const taken: Unlinked[] = [];
    const tally = new LinkTally((unlinked) => taken.push(unlinked));
    tally.add(plan, { kind: 'linked' });
    tally.add(plan, undefined);
    tally.add(plan, { kind: 'refused', why: 'No.' });
    tally.add({ kind: 'linked', old, identity: APPLE }, undefined);
    tally.add({ kind: 'unlinked', old, reason: 'unreadable' }, undefined);
    tally.add({ kind: 'unlinked', old, reason: 'unreadable' }, undefined);
    expect(tally).toMatchObject({ linked: 2, already: 1, unlinked: 3 });
    expect([...tally.byReason]).toEqual([
      ['refused', 1],
      ['unreadable', 2],
    ]);
    const who = { sub: 'old', username: 'old' };
    expect(taken).toEqual([
      { reason: 'refused', old: who, identity: GOOGLE, detail: 'No.' },
      { reason: 'unreadable', old: who },
      { reason: 'unreadable', old: who },
    ]);
    expect(tally.examples).toEqual(taken);
  });

  test('keeps a thousand examples', () => {
    const tally = new LinkTally(() => undefined);
    for (let count = 0; count < 1_001; count += 1) {
      tally.add({ kind: 'unlinked', old, reason: 'unreadable' }, undefined);
    }
    expect(tally.examples).toHaveLength(1_000);
    expect(tally.unlinked).toBe(1_001);
  });
});
