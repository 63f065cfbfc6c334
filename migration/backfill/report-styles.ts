/** The style of `report.html`: no font, image or script from anywhere, light and dark, and good on paper. */
export const REPORT_STYLES = `
:root {
  color-scheme: light dark;
  --page: #f5f6f8; --card: #ffffff; --ink: #16202c; --soft: #556372; --line: #e1e5ea; --track: #edf0f3;
  --moved: #0f8a7e; --imported: #2f6fde; --skipped: #7c5cd6; --failed: #cf3b3b; --left: #d1860b;
  --ready: #5b87c9; --unsettled: #8a94a0; --good-back: #e3f4ee; --good: #0a6a54; --bad-back: #fbe7e6; --bad: #a52222;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #10151b; --card: #192028; --ink: #e8edf2; --soft: #9dabb9; --line: #2b3641; --track: #26303a;
    --moved: #2cb3a4; --imported: #5b93f5; --skipped: #a38af0; --failed: #ef6a66; --left: #e8a83a;
    --ready: #7aa5e6; --unsettled: #76828f; --good-back: #12342c; --good: #6fd8b8; --bad-back: #3c1c1d; --bad: #ff9d98;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  font-variant-numeric: tabular-nums; -webkit-print-color-adjust: exact; print-color-adjust: exact;
}
main { max-width: 1040px; margin: 0 auto; padding: 44px 24px 64px; }
header { margin-bottom: 28px; }
.eyebrow { margin: 0 0 10px; font-size: 13px; font-weight: 600; color: var(--soft); letter-spacing: .02em; }
h1 { margin: 0; max-width: 24em; font-size: 32px; line-height: 1.22; font-weight: 680; letter-spacing: -.018em; text-wrap: balance; }
h2 { margin: 0 0 4px; font-size: 18px; font-weight: 640; letter-spacing: -.01em; }
.lead { margin: 0 0 20px; color: var(--soft); }
.facts { display: flex; flex-wrap: wrap; gap: 6px 28px; margin: 18px 0 0; font-size: 13.5px; }
.facts div { display: flex; gap: 7px; }
.facts dt { color: var(--soft); } .facts dd { margin: 0; overflow-wrap: anywhere; }
section { margin-top: 20px; padding: 26px 28px 28px; background: var(--card); border: 1px solid var(--line); border-radius: 14px; }
.alert { border-color: var(--bad); background: var(--bad-back); color: var(--bad); }
.alert p { margin: 4px 0 0; overflow-wrap: anywhere; }
.figures { display: grid; grid-template-columns: repeat(4, 1fr); gap: 18px; margin: 0 0 24px; }
.figures dt { font-size: 13.5px; color: var(--soft); }
.figures dd { margin: 0; font-size: 34px; line-height: 1.2; font-weight: 660; letter-spacing: -.02em; }
.figures small { font-size: 14px; font-weight: 500; letter-spacing: 0; color: var(--soft); margin-left: 6px; }
.bar { display: flex; gap: 3px; height: 28px; border-radius: 8px; overflow: hidden; background: var(--track); }
.bar span { min-width: 5px; flex-basis: 0; }
.legend { display: grid; grid-template-columns: repeat(auto-fit, minmax(310px, 1fr)); gap: 2px 40px; margin: 20px 0 0; padding: 0; list-style: none; }
.legend li { display: grid; grid-template-columns: 12px 1fr auto 4.4em; gap: 10px; align-items: center; padding: 7px 0; border-bottom: 1px solid var(--line); }
.legend i { width: 12px; height: 12px; border-radius: 3.5px; }
.legend b { font-weight: 620; } .legend em { font-style: normal; color: var(--soft); text-align: right; font-size: 13.5px; }
.next { margin: 18px 0 0; font-weight: 600; }
.sum { margin: 18px 0 0; font-size: 13.5px; color: var(--soft); }
.moved { background: var(--moved); } .imported { background: var(--imported); } .skipped { background: var(--skipped); }
.failed { background: var(--failed); } .left { background: var(--left); } .ready { background: var(--ready); }
.unsettled { background: var(--unsettled); }
.reasons { margin: 0; padding: 0; list-style: none; }
.reasons li { display: grid; grid-template-columns: minmax(0, 5fr) minmax(90px, 3fr) 4.5em; gap: 2px 22px; align-items: center; padding: 14px 0; border-top: 1px solid var(--line); break-inside: avoid; }
.reasons li:last-child { padding-bottom: 0; }
.reasons strong { font-weight: 620; margin-right: 8px; overflow-wrap: anywhere; } .reasons code { color: var(--soft); white-space: nowrap; }
.reasons p { margin: 2px 0 0; color: var(--soft); grid-column: 1 / 3; overflow-wrap: anywhere; }
.reasons b { font-size: 17px; font-weight: 640; text-align: right; }
svg { display: block; width: 100%; height: 12px; border-radius: 4px; }
svg .track { fill: var(--track); }
svg .f-left { fill: var(--left); } svg .f-failed { fill: var(--failed); }
svg .f-soft { fill: var(--unsettled); } svg .f-given { fill: var(--moved); }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 20px; align-items: start; }
.small { margin: 0; padding: 0; list-style: none; }
.small li { padding: 9px 0 10px; border-top: 1px solid var(--line); }
.small div { display: flex; justify-content: space-between; gap: 16px; margin-bottom: 6px; }
.small span { overflow-wrap: anywhere; } .small svg { height: 6px; border-radius: 3px; }
.wide { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 14px; }
th { text-align: left; font-weight: 600; color: var(--soft); font-size: 13px; padding: 0 14px 8px 0; white-space: nowrap; vertical-align: bottom; }
td { padding: 10px 14px 10px 0; border-top: 1px solid var(--line); vertical-align: top; white-space: nowrap; }
td:last-child, th:last-child { padding-right: 0; }
.n { text-align: right; }
tr.again td { border-top-style: dashed; }
.message { color: var(--soft); white-space: normal; font-size: 13px; min-width: 18em; margin-top: 3px; }
code { font: 12.5px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }
td code { color: var(--soft); margin-right: 8px; }
.pill { display: inline-block; padding: 1px 9px; border-radius: 99px; font-size: 12.5px; font-weight: 600; background: var(--track); color: var(--soft); }
.pill.good { background: var(--good-back); color: var(--good); } .pill.bad { background: var(--bad-back); color: var(--bad); }
.notes { margin: 0; padding-left: 1.2em; } .notes li { margin: 6px 0; }
footer { margin-top: 26px; font-size: 13px; color: var(--soft); }
@media (max-width: 720px) {
  main { padding: 28px 14px 40px; } section { padding: 20px 18px 22px; } h1 { font-size: 25px; }
  .figures { grid-template-columns: 1fr 1fr; } .pair { grid-template-columns: 1fr; }
  .reasons li { grid-template-columns: 1fr auto; } .reasons svg { grid-column: 1 / -1; grid-row: 3; margin-top: 6px; }
}
@media print {
  :root {
    color-scheme: light;
    --page: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #ccc; --track: #eee;
    --moved: #0f8a7e; --imported: #2f6fde; --skipped: #7c5cd6; --failed: #cf3b3b; --left: #d1860b; --ready: #5b87c9;
    --unsettled: #8a94a0; --good-back: #e3f4ee; --good: #0a6a54; --bad-back: #fbe7e6; --bad: #a52222;
  }
  body { font-size: 12px; } main { max-width: none; padding: 0; } h1 { font-size: 24px; }
  section { padding: 16px 0; border: 0; border-top: 1px solid var(--line); border-radius: 0; break-inside: avoid-page; }
  .wide { overflow: visible; } .pair { display: block; }
}
`;
