import stringWidth from 'string-width';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const ellipsis = '…';

/** Columns a text takes on a terminal: an emoji or a Chinese character takes two, a combining accent none. */
export function displayWidth(text: string): number {
  return stringWidth(text);
}

/** `text` cut to at most `columns` columns, whole characters only; where something is cut off, it ends with `…`. */
export function cutToWidth(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text;
  let cut = '';
  for (const { segment } of graphemes.segment(text)) {
    if (displayWidth(cut + segment) > columns - 1) break;
    cut += segment;
  }
  return columns < 1 ? '' : cut.replace(/[\s…]+$/, '') + ellipsis;
}

/** `text` with blanks behind it, `columns` columns wide. */
export function padToWidth(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - displayWidth(text)));
}
