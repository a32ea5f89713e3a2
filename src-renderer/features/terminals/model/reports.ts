const esc = '\u001b';
/** Beginnings that no key sends: mouse (SGR and X10), answers as OSC, DCS or APC, focus gained and lost. */
const beginnings = [`${esc}[<`, `${esc}[M`, `${esc}]`, `${esc}P`, `${esc}_`, `${esc}[I`, `${esc}[O`];
/** Device attributes, status, mode and window reports, and the place of the cursor. */
const report = new RegExp(`^${esc}\\[[?>]?[\\d;]*(?:c|n|t|R|\\$y)$`);
/** Sent by F3 with Shift, Ctrl or Alt; looks like a cursor in the first row. */
const modifiedF3 = new RegExp(`^${esc}\\[1;[2-8]R$`);

/**
 * True for what a terminal says by itself: the answer to a program's question, a mouse, a changed focus. It concerns the program of
 * that one terminal and is never typed to all.
 */
export function isReport(data: string): boolean {
  if (beginnings.some((beginning) => data.startsWith(beginning))) return true;
  return report.test(data) && !modifiedF3.test(data);
}
