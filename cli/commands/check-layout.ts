/** What `check` found, for people. */

import type { Census, CensusLine } from '../../migration/check/census.ts';
import { classesOf, detailsOf } from '../../migration/check/census.ts';
import { CLASH_KINDS } from '../../migration/check/clashes.ts';
import type { Finding } from '../../migration/check/finding.ts';
import { SEVERITIES } from '../../migration/check/finding.ts';
import { figure, plural } from '../../migration/text/wording.ts';
import { wrapped } from '../../migration/text/wrapped.ts';
import type { Terminal } from '../terminal.ts';

const HEADINGS = { blocker: 'Blockers', warning: 'Warnings', note: 'Notes' } as const;

/** Columns of a line of text, where nobody knows how wide the terminal is. */
const LINE = 100;
const INDENT = '    ';

const indented = (text: string): readonly string[] =>
  wrapped(text, LINE - INDENT.length).map((line) => INDENT + line);

const blockOf = ({ id, title, detail, remedy, link }: Finding): readonly string[] => [
  `  ${title}  [${id}]`,
  ...indented(detail),
  ...indented(`To do: ${remedy}`),
  INDENT + link,
];

/** The worst first. */
export const showFindings = (terminal: Terminal, findings: readonly Finding[]): void => {
  for (const severity of SEVERITIES) {
    const ofIt = findings.filter((finding) => finding.severity === severity);
    if (ofIt.length === 0) continue;
    terminal.data(`${HEADINGS[severity]} (${ofIt.length})`);
    for (const finding of ofIt) for (const line of ['', ...blockOf(finding)]) terminal.data(line);
    terminal.data('');
  }
};

const tableOf = ({ table, data }: Terminal, title: string, lines: readonly CensusLine[]): void => {
  if (lines.length === 0) return;
  table(
    [title, 'people', 'what to do'],
    lines.map(({ what, people, advice }) => [what, figure(people), advice]),
  );
  data('');
};

/** What became of everybody in the listing, and what is worth a look about those who would go in. */
export const showCensus = (terminal: Terminal, census: Census): void => {
  terminal.data(
    `Of ${figure(census.listed)} ${plural(census.listed, 'person', 'people')} in the old pool, a backfill today would find`,
  );
  tableOf(terminal, 'class', classesOf(census));
  tableOf(terminal, 'of those who would be imported', detailsOf(census));
  const clashes = CLASH_KINDS.filter((kind) => census.clashes[kind].names > 0);
  if (clashes.length === 0) return;
  terminal.table(
    ['clash', 'names', 'people'],
    clashes.map((kind) => [kind, figure(census.clashes[kind].names), figure(census.clashes[kind].people)]),
  );
  terminal.data('');
};
