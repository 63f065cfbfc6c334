import type { Unseen } from '../../../migration/backfill/pilot-searches.ts';
import type { Evidence } from '../../../migration/backfill/settle-user.ts';
import type { ListedUser } from '../../../migration/listed-user.ts';
import { readListedUser, writeListedUser } from '../../../migration/listed-user.ts';
import type { Holders } from '../../../migration/profile-draft.ts';

/** A user with what was found out about them by calls of their own. */
export type LookedUpUser = { readonly user: ListedUser } & Pick<Evidence, 'asked' | 'deleted' | 'unseen'>;

type Entries<Answers> = Answers extends ReadonlyMap<infer K, infer V> ? readonly (readonly [K, V])[] : never;

/** One line of `looked-up/`. */
interface Line {
  /** A line of a listed user. */
  readonly user: string;
  readonly asked?: {
    readonly newPool: readonly (readonly [string, { readonly sourceSub?: string }])[];
    readonly oldPoolNames: Entries<Holders['oldPoolNames']>;
    readonly oldPoolValues: Entries<Holders['oldPoolValues']>;
  };
  readonly unseen?: readonly Unseen[];
  readonly deleted?: true;
}

const entriesOf = ({ newPool, oldPoolNames, oldPoolValues }: Holders): NonNullable<Line['asked']> => ({
  newPool: [...newPool].map(([name, { sourceSub }]) => [name, sourceSub === undefined ? {} : { sourceSub }]),
  oldPoolNames: [...oldPoolNames],
  oldPoolValues: [...oldPoolValues],
});

/** One line of JSON, with its line feed. */
export const writeLookedUp = ({ user, asked, unseen, deleted }: LookedUpUser): string => {
  const line: Line = {
    user: writeListedUser(user),
    ...(asked === undefined ? {} : { asked: entriesOf(asked) }),
    ...(unseen === undefined ? {} : { unseen }),
    ...(deleted === undefined ? {} : { deleted }),
  };
  return `${JSON.stringify(line)}\n`;
};

/** Reads a line of `writeLookedUp`. */
export const readLookedUp = (text: string): LookedUpUser => {
  const { user, asked, unseen, deleted }: Line = JSON.parse(text);
  return {
    user: readListedUser(user.trimEnd()),
    ...(asked === undefined
      ? {}
      : {
          asked: {
            newPool: new Map(asked.newPool.map(([name, { sourceSub }]) => [name, { sourceSub }])),
            oldPoolNames: new Map(asked.oldPoolNames),
            oldPoolValues: new Map(asked.oldPoolValues),
          },
        }),
    ...(unseen === undefined ? {} : { unseen }),
    ...(deleted === undefined ? {} : { deleted }),
  };
};
