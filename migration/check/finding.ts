import type { FindingId } from './finding-ids.ts';
import type { Survey } from './survey.ts';

/**
 * How much a finding matters, the worst first. `blocker`: people would be lost, locked out or endangered, or
 * nobody would move. `warning`: some people or data would not come along as one would think. `note`: good to know.
 */
export const SEVERITIES = ['blocker', 'warning', 'note'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Something about the two pools that an operator should know before people move. */
export interface Finding {
  readonly id: FindingId;
  readonly severity: Severity;
  /** A few words. */
  readonly title: string;
  /** What was found and what comes of it, in full sentences. */
  readonly detail: string;
  /** What to do, as a sentence. */
  readonly remedy: string;
  /** The page that says so. */
  readonly link: string;
}

/** What one rule makes of the two pools: nothing, if all is well. */
export type Rule = (survey: Survey) => readonly Finding[];

/** The finding, if it is one. */
export const findingIf = (isFound: boolean, finding: Finding): readonly Finding[] =>
  isFound ? [finding] : [];

/** The advice to count people first, with a space behind it; nothing where everybody has just been counted. */
export const countFirst = (counted: Survey['counted'], whom = 'them'): string =>
  counted === true ? '' : `Count ${whom} with "check --users". `;

/** The worst first; equals stay in the order in which they were found. */
export const bySeverity = (findings: readonly Finding[]): readonly Finding[] =>
  SEVERITIES.flatMap((severity) => findings.filter((finding) => finding.severity === severity));
