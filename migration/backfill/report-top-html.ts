/** The top of `report.html`: what everybody reads. */

import type { Html } from './html.ts';
import { html, NOTHING } from './html.ts';
import type { RunReport } from './report.ts';
import { estimateOf, headlineOf, warningsIn } from './report.ts';
import { isResumable } from './resumable.ts';

/** A time as the report shows it: minutes are enough, and everybody reads UTC. */
const when = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;

/** Which run it was, and how it ended in one sentence. */
export const renderTop = (report: RunReport): Html => html`<header>
<p class="eyebrow">Cognito user migration: report of the backfill</p>
<h1>${headlineOf(report)}</h1>
<dl class="facts">
<div><dt>From</dt><dd><code>${report.oldUserPoolId}</code> (${estimateOf(report.pools.oldPool)})</dd></div>
<div><dt>To</dt><dd><code>${report.newUserPoolId}</code> (${estimateOf(report.pools.newPool)})</dd></div>
<div><dt>Run</dt><dd><code>${report.runId}</code></dd></div>
<div><dt>Time</dt><dd>${when(report.startedAt)} to ${when(report.endedAt)}</dd></div>
</dl>
</header>`;

/** Why it ended early, if it did. */
export const renderFailure = ({ outcome, runId }: RunReport): Html =>
  outcome.kind === 'failed'
    ? html`<section class="alert" role="alert">
<h2>${outcome.error}</h2>
<p>${outcome.cause}</p>
${
  isResumable(outcome.error)
    ? html`<p>Mend the cause and start again with <code>{"runId": "${runId}"}</code>: finished parts are not repeated.</p>`
    : NOTHING
}
</section>`
    : NOTHING;

/** One box each; mostly there is none. */
export const renderWarnings = (report: RunReport): readonly Html[] =>
  warningsIn(report).map(
    (warning) => html`<section class="alert" role="alert">
<p>${warning}</p>
</section>`,
  );
