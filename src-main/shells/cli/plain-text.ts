/** What a terminal obeys instead of showing it; line ends and tabs stay. Overrides of the writing direction make a text look like another. */
const obeyed = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

function visible(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return `\\u${code.toString(16).padStart(4, '0')}`;
}

/**
 * A text that can only be read: names, addresses, errors and outputs come from guests, hypervisors and servers, and one of them could hold
 * sequences that set the title, write the clipboard or have the terminal answer as if the user had typed.
 */
export function plainText(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll(obeyed, visible);
}

/** The same for JSON, whose values stay what they are: what `JSON.stringify` leaves as it is, it writes as escapes. */
export function plainJson(json: string): string {
  return json.replaceAll(obeyed, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
