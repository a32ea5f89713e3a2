/** What differs from page to page, and from shell to shell. */
export interface PagePolicy {
  /** New for every page. */
  readonly nonce: string;
  /** What the page may connect to, as sources of a policy. */
  readonly connectTo: string;
}

/**
 * What a page of ours may do: its own files and what it may connect to, nothing else. Styles made at run time carry the nonce;
 * scripts come from files only.
 */
export function contentSecurityPolicy({ nonce, connectTo }: PagePolicy): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${connectTo}`,
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** `bluetooth` is not among them: browsers that do not know it complain, and without a policy it asks the user all the same. */
const deniedPowers = ['camera', 'microphone', 'geolocation', 'payment', 'usb', 'serial', 'display-capture'];

/** On every answer, whatever it is. */
export const commonHeaders = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': deniedPowers.map((power) => `${power}=()`).join(', '),
} as const;

/** For answers that are no page: should one ever be shown as a page, it can do nothing. */
export const inertPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";
