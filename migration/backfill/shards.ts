/**
 * How the work is divided: people by the first digits of their old `sub`, names by a hash.
 */

const FEW_USERS = 10_000;
const MANY_USERS = 200_000;
const DIGITS = '0123456789abcdef';

/**
 * The shards into which people are divided, by the first digits of their `sub`: `['']`, 16 or 256 of them. A pool
 * is listed by the same prefixes where ListUsers can search by them, and in one chain where it cannot.
 * @param users how many, at least roughly: `EstimatedNumberOfUsers` of DescribeUserPool.
 */
export const shardsFor = (users: number): readonly string[] => {
  if (users < FEW_USERS) return [''];
  const digits = [...DIGITS];
  return users < MANY_USERS ? digits : digits.flatMap((a) => digits.map((b) => a + b));
};

/** The shard of a `sub`. What begins with no hexadecimal digits is in the first one, so that nobody is in none. */
export const shardOf = (sub: string, shards: readonly string[]): string => {
  const [first = ''] = shards;
  const prefix = sub.slice(0, first.length).toLowerCase();
  const isPrefix = prefix.length === first.length && [...prefix].every((digit) => DIGITS.includes(digit));
  return isPrefix ? prefix : first;
};

/** Shards whose people are looked up at the same time; they share the rates of Cognito's quotas. */
export const LOOK_UPS_AT_ONCE = 4;

/** A name for a shard in keys and states, where the empty prefix would be invisible. */
export const shardLabel = (shard: string): string => (shard === '' ? 'all' : shard);

/** How many partitions the names are divided into: 1, 16 or 64. */
export const partitionsFor = (estimatedUsers: number): number => {
  if (estimatedUsers < FEW_USERS) return 1;
  return estimatedUsers < MANY_USERS ? 16 : 64;
};

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * The partition of a claimed or held name, 0-based: FNV-1a of `Claim.name` / `HeldName.name`.
 * @see http://www.isthe.com/chongo/tech/comp/fnv/
 */
export const partitionOf = (name: string, partitions: number): number => {
  let hash = FNV_OFFSET;
  for (let index = 0; index < name.length; index += 1) {
    const unit = name.charCodeAt(index);
    hash = Math.imul(hash ^ (unit & 0xff), FNV_PRIME);
    hash = Math.imul(hash ^ (unit >> 8), FNV_PRIME);
  }
  return (hash >>> 0) % partitions;
};
