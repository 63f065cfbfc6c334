import { fold } from '../names.ts';
import type { NewPool } from '../rules.ts';
import type { Claim, HeldName } from './claims.ts';
import { CLAIMANT, HOLDER } from './claims.ts';
import { fits, isListOf, isText, readLine, writeLine } from './jsonl.ts';

/** Who else has an interest in a name that a user of the old pool claims. Written only where somebody has. */
export interface Ruling {
  /** Whom it concerns; `shardOf(sub, shards)` says where it belongs. */
  readonly sub: string;
  /** Lower case. */
  readonly name: string;
  /** Others of the old pool: enough of each kind to decide, not all (thousands may share an address). */
  readonly rivals: readonly Rival[];
  /** Users of the new pool who answer to it. */
  readonly holders: readonly NameHolder[];
}

/** Somebody of the old pool who claims the name. */
export type Rival = Omit<Claim, 'name'>;
/** Somebody of the new pool who answers to the name. */
export type NameHolder = Omit<HeldName, 'name'>;

/**
 * Joins the claims and the held names of one partition. Reads each once; whatever the order, and however often
 * a line was written, the rulings are the same (though not in the same order).
 */
export function* ruleOnNames(
  claims: Iterable<Claim>,
  held: Iterable<HeldName>,
  newPool: Pick<NewPool, 'caseSensitive'>,
): Iterable<Ruling> {
  const claimants = groupByName(claims);
  const holders = groupByName(held, (name) => claimants.has(name));
  for (const [name, claimed] of claimants) {
    const interested = sortRivals(claimed, newPool);
    const inNewPool = sortHolders(holders.get(name) ?? []);
    for (const sub of new Set(claimed.map((claim) => claim.sub))) {
      const rivals = interested.filter((rival) => rival.sub !== sub);
      const others = inNewPool.filter(({ sourceSub }) => sourceSub !== sub);
      if (rivals.length + others.length > 0) yield { sub, name, rivals, holders: others };
    }
  }
}

const groupByName = <Entry extends { readonly name: string }>(
  entries: Iterable<Entry>,
  matters: (name: string) => boolean = () => true,
): ReadonlyMap<string, readonly Entry[]> => {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    if (!matters(entry.name)) continue;
    const group = groups.get(entry.name);
    if (group === undefined) groups.set(entry.name, [entry]);
    else group.push(entry);
  }
  return groups;
};

/** Two of a kind are enough: for each claimant one of them is somebody else, and the first is the first. */
const ENOUGH_OF_A_KIND = 2;

/** Who may be imported comes first, then the lowest `sub`: the order in which equals get a name. */
const byRank = (a: Rival, b: Rival): number =>
  Number(b.competes) - Number(a.competes) || compare(a.sub, b.sub) || compare(a.spelling, b.spelling);

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

const sortRivals = (
  claims: readonly Claim[],
  { caseSensitive }: Pick<NewPool, 'caseSensitive'>,
): readonly Rival[] => {
  const kinds = new Map<string, Rival[]>();
  for (const { name: _, ...rival } of [...claims].sort(byRank)) {
    const kind = [rival.kind, String(rival.verified), fold(rival.spelling, caseSensitive)].join(' ');
    const same = kinds.get(kind) ?? [];
    if (same.length < ENOUGH_OF_A_KIND && !same.some(({ sub }) => sub === rival.sub)) same.push(rival);
    kinds.set(kind, same);
  }
  return [...kinds].sort(([a], [b]) => compare(a, b)).flatMap(([, rivals]) => rivals);
};

const sortHolders = (held: readonly HeldName[]): readonly NameHolder[] => {
  const holders = new Map<string, NameHolder>();
  for (const { name: _, ...holder } of held) holders.set(JSON.stringify(holder), holder);
  return [...holders].sort(([a], [b]) => compare(a, b)).map(([, holder]) => holder);
};

/** One line of JSON, with its line feed. */
export const writeRuling = (ruling: Ruling): string => writeLine(ruling);

/** @throws SyntaxError if the line is not what `writeRuling` wrote. */
export const readRuling = (line: string): Ruling =>
  readLine<Ruling>(line, {
    sub: isText,
    name: isText,
    rivals: isListOf((rival) => fits(rival, CLAIMANT)),
    holders: isListOf((holder) => fits(holder, HOLDER)),
  });
