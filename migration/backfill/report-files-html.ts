/** The table of import files and their jobs in `report.html`. */

import { figure } from '../text/wording.ts';
import type { Html } from './html.ts';
import { html, NOTHING } from './html.ts';
import type { FileReport, JobReport } from './report.ts';

/** Empty for a run without files. */
export const renderFiles = (files: readonly FileReport[]): Html =>
  files.length === 0
    ? NOTHING
    : html`<section aria-labelledby="files">
<h2 id="files">Import files and their jobs</h2>
<p class="lead">A second job of a file has the rows that the one before did not reach.</p>
<div class="wide">
<table>
<thead><tr><th scope="col">File</th><th scope="col" class="n">Users</th><th scope="col" class="n">Size</th><th scope="col">Job and status</th><th scope="col" class="n">Imported</th><th scope="col" class="n">Skipped</th><th scope="col" class="n">Failed</th><th scope="col">Started</th><th scope="col" class="n">Took</th></tr></thead>
<tbody>
${files.flatMap(renderFile)}
</tbody>
</table>
</div>
</section>`;

const renderFile = (file: FileReport): readonly Html[] => {
  const cells = html`<td>${file.name}</td><td class="n">${figure(file.rows)}</td><td class="n">${size(file.bytes)}</td>`;
  if (file.jobs.length === 0) {
    return [html`<tr>${cells}<td colspan="6"><span class="pill">not imported</span></td></tr>`];
  }
  return file.jobs.map((job, index) =>
    index === 0
      ? html`<tr>${cells}${renderJob(job)}</tr>`
      : html`<tr class="again"><td colspan="3"></td>${renderJob(job)}</tr>`,
  );
};

const renderJob = (job: JobReport): Html => {
  const message = job.message === undefined ? NOTHING : html`<div class="message">${job.message}</div>`;
  return html`<td><code>${job.jobId}</code><span class="pill ${mood(job.status)}">${job.status}</span>${message}</td><td class="n">${figure(job.imported)}</td><td class="n">${figure(job.skipped)}</td><td class="n">${figure(job.failed)}</td><td>${started(job)}</td><td class="n">${duration(job)}</td>`;
};

const mood = (status: string): string => {
  if (status === 'Succeeded') return 'good';
  return ['Failed', 'Stopped', 'Expired'].includes(status) ? 'bad' : '';
};

/** File sizes count in powers of ten, like Cognito's limit. */
const size = (bytes: number): string => {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(0)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
};

const started = ({ startedAt }: JobReport): string =>
  startedAt === undefined ? '' : `${startedAt.slice(5, 10)} ${startedAt.slice(11, 16)}`;

const duration = ({ startedAt, endedAt }: JobReport): string => {
  if (startedAt === undefined || endedAt === undefined) return '';
  const seconds = Math.round((Date.parse(endedAt) - Date.parse(startedAt)) / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
};
