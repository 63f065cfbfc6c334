import { figure } from '../text/wording.ts';
import type { LeftOutReason } from './classes.ts';
import { LEFT_OUT_REASONS } from './classes.ts';
import { Html, html, NOTHING } from './html.ts';
import { FAILED_ADVICE, LEFT_OUT_TEXTS, READY_REASONS, WITHHELD_TEXTS } from './reason-texts.ts';
import type { RunReport } from './report.ts';
import { inNewPool, openIn, readyIn, unsettledIn, users } from './report.ts';
import { renderFiles } from './report-files-html.ts';
import { REPORT_STYLES } from './report-styles.ts';
import { renderFailure, renderTop, renderWarnings } from './report-top-html.ts';
import type { Totals } from './totals.ts';
import { accountedFor, sumOf } from './totals.ts';

/** `report.html`: one self-contained page without script. Holds counts and names of attributes, no person. */
export const renderReport = (report: RunReport): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Backfill ${report.runId}</title>
<style>${new Html(REPORT_STYLES)}</style>
</head>
<body>
<main>
${renderTop(report)}
${renderFailure(report)}
${renderWarnings(report)}
${renderTotals(report.totals)}
${renderReasons(report)}
${renderFiles(report.files)}
${renderDetails(report)}
<footer>Counts and reasons only. The line of each user is in users.csv beside this page, until the bucket forgets it.</footer>
</main>
</body>
</html>
`.text;

const share = (count: number, whole: number): string => {
  if (count === 0 || whole === 0) return '';
  const percent = (100 * count) / whole;
  if (percent < 0.1) return '< 0.1 %';
  return percent > 99.9 && count < whole ? '> 99.9 %' : `${Number(percent.toFixed(1))} %`;
};

interface Segment {
  readonly title: string;
  readonly count: number;
  /** CSS class of the colour. */
  readonly colour: string;
}

const segmentsOf = (totals: Totals): readonly Segment[] =>
  [
    { title: 'Already moved', count: totals.alreadyMoved, colour: 'moved' },
    { title: 'Imported', count: totals.imported, colour: 'imported' },
    { title: 'Signed in meanwhile', count: totals.skipped, colour: 'skipped' },
    { title: 'Ready, not imported', count: readyIn(totals), colour: 'ready' },
    { title: 'Left out', count: sumOf(totals.leftOut) - readyIn(totals), colour: 'left' },
    { title: 'Failed', count: totals.failed, colour: 'failed' },
    { title: 'Not settled', count: unsettledIn(totals), colour: 'unsettled' },
  ].filter(({ count }) => count > 0);

const renderTotals = (totals: Totals): Html => {
  const segments = segmentsOf(totals);
  const spoken = segments.map(({ title, count }) => `${title}: ${figure(count)}`).join(', ');
  const ready = readyIn(totals);
  return html`<section aria-labelledby="totals">
<h2 id="totals">Everybody of the old pool</h2>
<p class="lead">Each user is counted in exactly one place.</p>
<dl class="figures">
<div><dt>Listed</dt><dd>${figure(totals.listed)}</dd></div>
<div><dt>In the new pool</dt><dd>${figure(inNewPool(totals))}<small>${share(inNewPool(totals), totals.listed)}</small></dd></div>
<div><dt>${ready > 0 ? 'Ready' : 'Imported by this run'}</dt><dd>${figure(ready > 0 ? ready : totals.imported)}</dd></div>
<div><dt>Left out or failed</dt><dd>${figure(openIn(totals))}<small>${share(openIn(totals), totals.listed)}</small></dd></div>
</dl>
<div class="bar" role="img" aria-label="${spoken}">
${segments.map(({ title, count, colour }) => html`<span class="${colour}" style="flex-grow:${count}" title="${title}: ${figure(count)}"></span>`)}
</div>
<ul class="legend">
${segments.map(({ title, count, colour }) => html`<li><i class="${colour}"></i>${title}<b>${figure(count)}</b><em>${share(count, totals.listed)}</em></li>`)}
</ul>
${READY_REASONS.filter((reason) => totals.leftOut[reason] !== undefined).map(
  (reason) => html`<p class="next">${LEFT_OUT_TEXTS[reason].advice}</p>`,
)}
<p class="sum">${lawOf(totals)}</p>
</section>`;
};

/** The sum that every run is checked against. */
const lawOf = (totals: Totals): string => {
  const { listed, alreadyMoved, imported, skipped, failed, leftOut } = totals;
  const ready = readyIn(totals);
  const sum = [
    `${figure(alreadyMoved)} already moved`,
    `${figure(imported)} imported`,
    `${figure(skipped)} signed in meanwhile`,
    `${figure(failed)} failed`,
    `${figure(sumOf(leftOut) - ready)} left out`,
    ...(ready > 0 ? [`${figure(ready)} ready`] : []),
  ].join(' + ');
  return accountedFor(totals) === listed
    ? `It adds up: ${figure(listed)} listed = ${sum}.`
    : `It does not add up, because the run ended early: ${figure(listed)} listed, ${sum}.`;
};

interface Reason {
  readonly title: string;
  readonly word: string;
  readonly advice: string;
  readonly count: number;
  readonly colour: 'left' | 'failed';
}

/** More than these, and nobody reads them; the rest is in users.csv. */
const MOST_FAILURES_SHOWN = 12;

const leftOutReason = (reason: LeftOutReason, count: number): Reason => ({
  ...LEFT_OUT_TEXTS[reason],
  word: reason,
  count,
  colour: 'left',
});

const byCount = (a: { readonly count: number }, b: { readonly count: number }): number => b.count - a.count;

const reasonsOf = ({ totals, failedBecause }: RunReport): readonly Reason[] => {
  const failures = Object.entries(failedBecause)
    .map(([words, count]) => ({ title: words || 'Cognito gave no reason', count }))
    .sort(byCount);
  const rest = failures.slice(MOST_FAILURES_SHOWN);
  const shown = [
    ...failures.slice(0, MOST_FAILURES_SHOWN),
    { title: `${figure(rest.length)} other reasons`, count: rest.reduce((sum, { count }) => sum + count, 0) },
  ];
  return [
    ...shown.map((failure) => ({
      ...failure,
      word: 'failed',
      advice: FAILED_ADVICE,
      colour: 'failed' as const,
    })),
    ...LEFT_OUT_REASONS.filter((reason) => !READY_REASONS.includes(reason)).map((reason) =>
      leftOutReason(reason, totals.leftOut[reason] ?? 0),
    ),
  ]
    .filter(({ count }) => count > 0)
    .sort(byCount);
};

/** A bar of a chart; the figure beside it says the same to those who cannot see it. */
const renderBar = (count: number, most: number, colour: string): Html =>
  html`<svg viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="12"/><rect class="f-${colour}" width="${Math.max((100 * count) / most, 1).toFixed(2)}" height="12"/></svg>`;

const renderReasons = (report: RunReport): Html => {
  const reasons = reasonsOf(report);
  const most = reasons[0]?.count ?? 0;
  if (most === 0) return NOTHING;
  return html`<section aria-labelledby="reasons">
<h2 id="reasons">Who is not in the new pool, and what to do next</h2>
<p class="lead">Most people first.</p>
<ol class="reasons">
${reasons.map(
  ({ title, word, advice, count, colour }) =>
    html`<li><div><strong>${title}</strong><code>${word}</code></div>${renderBar(count, most, colour)}<b>${figure(count)}</b><p>${advice}</p></li>`,
)}
</ol>
</section>`;
};

const renderCounts = (counts: readonly { title: string; count: number; colour: string }[]): Html => {
  const shown = counts.filter(({ count }) => count > 0).sort(byCount);
  const most = shown[0]?.count ?? 0;
  return html`<ul class="small">
${shown.map(({ title, count, colour }) => html`<li><div><span>${title}</span><b>${figure(count)}</b></div>${renderBar(count, most, colour)}</li>`)}
</ul>`;
};

const renderDetails = ({ details }: RunReport): Html => {
  const dropped = Object.entries(details.dropped).map(([title, count]) => ({ title, count, colour: 'soft' }));
  const names = Object.entries(WITHHELD_TEXTS).map(([outcome, title]) => ({
    title,
    count: new Map(Object.entries(details.preferredUsernames)).get(outcome) ?? 0,
    colour: outcome === 'given' ? 'given' : 'soft',
  }));
  const notes = [
    {
      count: details.contactsUnverified,
      text: 'a contact goes in unverified, because somebody of the new pool holds it.',
    },
    {
      count: details.linked,
      text: 'the link to an identity provider stays behind; make it again in the new pool.',
    },
  ].filter(({ count }) => count > 0);
  return html`${
    dropped.length + sumOf(details.preferredUsernames) > 0
      ? html`<div class="pair">
<section aria-labelledby="dropped">
<h2 id="dropped">Attributes left behind</h2>
<p class="lead">${dropped.length > 0 ? 'Users per attribute. The old pool still has the values.' : 'None: every attribute travelled.'}</p>
${renderCounts(dropped)}
</section>
<section aria-labelledby="names">
<h2 id="names">Preferred usernames</h2>
<p class="lead">Of everybody in the import files.</p>
${renderCounts(names)}
</section>
</div>`
      : NOTHING
  }${
    notes.length > 0
      ? html`<section aria-labelledby="notes">
<h2 id="notes">Good to know</h2>
<ul class="notes">
${notes.map(({ count, text }) => html`<li>${users(count)}: ${text}</li>`)}
</ul>
</section>`
      : NOTHING
  }`;
};
