import { LEFT_OUT_TEXTS } from '../backfill/reason-texts.ts';
import type { DatedUser } from '../dated-user.ts';
import { readAttribute } from '../person.ts';
import { GROUPS_CARRIED } from '../rules.ts';
import { sourceSubOf } from '../source-sub.ts';
import type { ComparedPerson } from './compare-people.ts';
import type { Difference, DifferenceKind } from './difference.ts';
import { DIFFERENCE_KINDS, DIFFERENCE_TEXTS, isOff } from './difference.ts';
import type { SecondFactors } from './second-factors.ts';

/** How often something was found. */
export interface DifferenceCount {
  readonly kind: DifferenceKind;
  /** The attribute that differs, or the reason for which somebody is not there; absent where there is neither. */
  readonly detail?: string;
  readonly count: number;
  /** Whether somebody has to look at it. */
  readonly off: boolean;
}

/** The result of a comparison. */
export interface VerifySummary {
  /** Different users of each pool. */
  readonly oldUsers: number;
  readonly newUsers: number;
  /** Users of the old pool who are in the new one. */
  readonly moved: number;
  /** Those of them who are as the move should have left them. */
  readonly same: number;
  /** Users who signed up in the new pool. */
  readonly natives: number;
  /** People of the old pool who are in the new one, and whose groups no token has carried there yet. */
  readonly withoutGroups: number;
  /** What is off comes first. */
  readonly differences: readonly DifferenceCount[];
  /** Whether second factors were looked at, where they may keep people out. */
  readonly secondFactors: SecondFactors;
  /** Whether nothing is off. */
  readonly clean: boolean;
}

const isCarried = ({ attributes }: DatedUser): boolean => readAttribute(attributes, GROUPS_CARRIED) !== '';

/** Counts as it goes: nobody is kept. */
export class VerifyTally {
  #oldUsers = 0;
  #newUsers = 0;
  #moved = 0;
  #same = 0;
  #natives = 0;
  #withoutGroups = 0;
  readonly #counts = new Map<DifferenceKind, Map<string, number>>();

  add({ old, new: newUsers }: ComparedPerson, differences: readonly Difference[]): void {
    this.#oldUsers += old === undefined ? 0 : 1;
    this.#newUsers += newUsers.length;
    this.#natives += newUsers.filter((user) => sourceSubOf(user) === undefined).length;
    if (old !== undefined && newUsers.length > 0) {
      this.#moved += 1;
      this.#same += differences.length === 0 ? 1 : 0;
      this.#withoutGroups += newUsers.some(isCarried) ? 0 : 1;
    }
    for (const { kind, attribute, reason } of differences) {
      const details = this.#counts.get(kind) ?? new Map<string, number>();
      const detail = attribute ?? reason ?? '';
      details.set(detail, (details.get(detail) ?? 0) + 1);
      this.#counts.set(kind, details);
    }
  }

  summary(secondFactors: SecondFactors): VerifySummary {
    const differences = DIFFERENCE_KINDS.flatMap((kind) => this.#countsOf(kind));
    return {
      oldUsers: this.#oldUsers,
      newUsers: this.#newUsers,
      moved: this.#moved,
      same: this.#same,
      natives: this.#natives,
      withoutGroups: this.#withoutGroups,
      differences,
      secondFactors,
      clean: !differences.some(({ off }) => off),
    };
  }

  #countsOf(kind: DifferenceKind): readonly DifferenceCount[] {
    const details = this.#counts.get(kind) ?? new Map<string, number>();
    return [...details.keys()].sort().map((detail) => ({
      kind,
      ...(detail === '' ? {} : { detail }),
      count: Number(details.get(detail)),
      off: isOff(kind),
    }));
  }
}

/** What to do about a count, in a sentence. */
export const adviceFor = ({ kind, detail }: Pick<DifferenceCount, 'kind' | 'detail'>): string => {
  const reason = Object.entries(LEFT_OUT_TEXTS).find(([name]) => name === detail);
  return kind === 'left-behind' && reason !== undefined ? reason[1].advice : DIFFERENCE_TEXTS[kind].advice;
};
