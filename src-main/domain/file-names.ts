/** Longest name most file systems keep, in bytes; some of it is left for what makes a name new (`-12`). */
const longestBytes = 240;
const mostTries = 1000;

/**
 * The name a file gets on a node, whatever the name it comes with: no folder, no control characters, nothing that a command would take
 * for an option, and not too long. What it begins with and its ending stay, umlauts and blanks too.
 */
export function safeFileName(name: string): string {
  const plain = name
    .normalize('NFC')
    .replaceAll(/[/\\\u0000-\u001f\u007f-\u009f]/g, '_')
    .toWellFormed()
    .trim()
    .replace(/^-/, '_');
  // Cut at a blank, a long name may come down to one of these as well.
  const short = shorten(plain);
  return ['', '.', '..'].includes(short) ? 'file' : short;
}

function shorten(name: string): string {
  const { stem, ending } = splitName(name);
  let room = longestBytes - byteLength(ending);
  let kept = '';
  for (const character of stem) {
    room -= byteLength(character);
    if (room < 0) return kept.trimEnd() + ending;
    kept += character;
  }
  return name;
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** An ending is short; anything longer is part of the name. */
function splitName(name: string): { readonly stem: string; readonly ending: string } {
  const [, stem = name, ending = ''] = /^(.+?)((?:\.tar)?\.[^. ]{1,16})$/u.exec(name) ?? [];
  return { stem, ending };
}

/** The names to try until one is free: `name.ext`, `name-2.ext`, `name-3.ext`, ... */
export function freeNameCandidates(name: string): readonly string[] {
  const { stem, ending } = splitName(name);
  return [name, ...Array.from({ length: mostTries - 1 }, (_, index) => `${stem}-${String(index + 2)}${ending}`)];
}
