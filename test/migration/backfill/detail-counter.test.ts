import { expect, test } from '@jest/globals';
import { DetailCounter } from '../../../migration/backfill/detail-counter.ts';

const goesIn = {
  kind: 'import',
  username: 'ada',
  row: '',
  disable: false,
  dropped: [],
  preferredUsername: 'none',
  contactsHeldByOthers: [],
  linked: false,
} as const;

test('what happens to those who go in is counted, each by its name', () => {
  const counter = new DetailCounter();
  counter.add(goesIn);
  counter.add({ ...goesIn, dropped: ['custom:shoe', 'website'], preferredUsername: 'given' });
  counter.add({ ...goesIn, dropped: ['website'], contactsHeldByOthers: ['email', 'phone_number'] });
  counter.add({ ...goesIn, linked: true });
  expect(counter.details).toEqual({
    dropped: { 'custom:shoe': 1, website: 2 },
    preferredUsernames: { none: 3, given: 1 },
    contactsUnverified: 1,
    linked: 1,
  });
});

test('nobody goes in', () => {
  expect(new DetailCounter().details).toEqual({
    dropped: {},
    preferredUsernames: {},
    contactsUnverified: 0,
    linked: 0,
  });
});
