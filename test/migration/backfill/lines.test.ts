import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  readClaim,
  readHeldName,
  readMoved,
  writeClaim,
  writeHeldName,
  writeMoved,
} from '../../../migration/backfill/claims.ts';
import type { UserClass } from '../../../migration/backfill/classes.ts';
import {
  LEFT_OUT_REASONS,
  readClassifiedUser,
  writeClassifiedUser,
} from '../../../migration/backfill/classes.ts';
import { readManifestEntry, writeManifestEntry } from '../../../migration/backfill/import-files.ts';
import { linesOf } from '../../../migration/backfill/jsonl.ts';
import { readRuling, writeRuling } from '../../../migration/backfill/name-rulings.ts';
import { readListedUser, writeListedUser } from '../../../migration/listed-user.ts';

/** Everything that waits in S3 comes back as it was. */

const text = fc.string({ unit: 'grapheme' });
const flag = fc.boolean();
const claimant = fc.record(
  {
    kind: fc.constantFrom('username', 'sub', 'preferred_username', 'derived', 'email', 'phone_number'),
    spelling: text,
    sub: text,
    verified: flag,
    competes: flag,
  },
  { requiredKeys: ['kind', 'spelling', 'sub', 'competes'] },
);
const holder = fc.record({ spelling: text, sourceSub: text }, { requiredKeys: ['spelling'] });
const listed = fc
  .record(
    {
      username: text,
      sub: text,
      enabled: flag,
      status: text,
      attributes: fc.dictionary(text, text),
      factors: fc.array(text),
    },
    { requiredKeys: ['username', 'sub', 'enabled', 'status', 'attributes'] },
  )
  .map((user) => ({ ...user, attributes: new Map(Object.entries(user.attributes)) }));
const userClass: fc.Arbitrary<UserClass> = fc.oneof(
  fc.record({ kind: fc.constantFrom('alreadyMoved', 'imported', 'skipped') }),
  fc.record({ kind: fc.constant('failed' as const), reason: text }),
  fc.record({ kind: fc.constant('leftOut' as const), reason: fc.constantFrom(...LEFT_OUT_REASONS) }),
);

interface Format<T> {
  readonly values: fc.Arbitrary<T>;
  readonly write: (value: T) => string;
  readonly read: (line: string) => T;
}

const format = <T>(values: fc.Arbitrary<T>, write: Format<T>['write'], read: Format<T>['read']) =>
  ({ values, write, read }) as unknown as Format<unknown>;

const FORMATS: Readonly<Record<string, Format<unknown>>> = {
  'listed user': format(listed, writeListedUser, readListedUser),
  claim: format(
    fc.tuple(claimant, text).map(([claim, name]) => ({ ...claim, name })),
    writeClaim,
    readClaim,
  ),
  'held name': format(
    fc.tuple(holder, text).map(([held, name]) => ({ ...held, name })),
    writeHeldName,
    readHeldName,
  ),
  moved: format(fc.record({ sub: text, username: text }), writeMoved, readMoved),
  ruling: format(
    fc.record({ sub: text, name: text, rivals: fc.array(claimant), holders: fc.array(holder) }),
    writeRuling,
    readRuling,
  ),
  'classified user': format(
    fc.record({ sub: text, username: text, userClass }),
    writeClassifiedUser,
    readClassifiedUser,
  ),
  'manifest entry': format(
    fc.record({ sub: text, oldUsername: text, username: text }),
    writeManifestEntry,
    readManifestEntry,
  ),
};

describe.each(Object.entries(FORMATS))('a %s', (_, { values, write, read }) => {
  test('comes back as it was, from one line', () => {
    fc.assert(
      fc.property(values, (value) => {
        const lines = linesOf(write(value));
        expect(lines).toHaveLength(1);
        expect(read(lines[0]!)).toEqual(value);
      }),
    );
  });

  test.each(['{}', '[]', 'null', '7', '{"sub":1}', '{"sub"'])('is not %s', (line) => {
    expect(() => read(line)).toThrow(SyntaxError);
  });
});

test.each([{ kind: 'leftOut', reason: 'because' }, { kind: 'failed' }, { kind: 'lost' }, 'imported'])(
  '%j is no class',
  (invented) => {
    const line = JSON.stringify({ sub: '1', username: 'ann', userClass: invented });
    expect(() => readClassifiedUser(line)).toThrow('A line lacks one of these members');
  },
);

test('a line that cannot be read does not tell what is in it', () => {
  expect(() => readMoved('{"sub":"secret-sub"}')).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining('secret') }),
  );
});

test('empty lines are nothing', () => {
  expect(linesOf('\n{}\n\n[]')).toEqual(['{}', '[]']);
});
