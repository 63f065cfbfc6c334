/** Where the runbook is while nobody says where people read it. */
const RUNBOOK = 'docs/runbook.md';

/** A heading as code hosts make an anchor of it. */
export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-');

/** The part of the runbook under a heading. */
export const runbookLink = (heading: string, runbookUrl: string | undefined): string =>
  `${runbookUrl ?? RUNBOOK}#${anchorOf(heading)}`;
