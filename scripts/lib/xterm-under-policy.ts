import type { Plugin } from 'vite';

interface Change {
  readonly what: string;
  readonly pattern: RegExp;
  readonly replacement: string;
  readonly times: number;
}

const nonce = `document.querySelector('meta[name="csp-nonce"]')?.content??""`;

const changes: readonly Change[] = [
  {
    what: 'style sheets made at run time carry the nonce of the page',
    pattern: /([\w.]+)\.createElement\("style"\)/g,
    replacement: `Object.assign($1.createElement("style"),{nonce:${nonce}})`,
    times: 3,
  },
  {
    what: 'colours beyond the palette are set through the object model',
    pattern: /_addStyle\((\w),(\w)\)\{\1\.setAttribute\("style",[^}]+\}\$\{\2\};`\)\}/g,
    replacement: '_addStyle($1,$2){$1.style.cssText+=`$${$2};`}',
    times: 1,
  },
];

/**
 * xterm 6 writes styles in two ways that a strict content security policy blocks, and has no setting for either: its option
 * `documentOverride` reaches two of three style sheets and none of the attributes. Throws when the code is not what this was made
 * for: with another version of xterm, look anew.
 */
export function putXtermUnderPolicy(code: string): string {
  return changes.reduce((changed, { what, pattern, replacement, times }) => {
    const found = changed.match(pattern)?.length ?? 0;
    if (found !== times) throw new Error(`xterm: "${what}" applies ${String(found)} times, not ${String(times)}`);
    return changed.replace(pattern, replacement);
  }, code);
}

/** Puts xterm under the policy of our pages while the screen is built. */
export function xtermUnderPolicy(): Plugin {
  return {
    name: 'xterm-under-policy',
    apply: 'build',
    transform: (code, id) =>
      id.endsWith('/@xterm/xterm/lib/xterm.mjs') ? { code: putXtermUnderPolicy(code), map: null } : null,
  };
}
