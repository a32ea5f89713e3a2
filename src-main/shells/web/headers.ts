import type { OutgoingHttpHeaders } from 'node:http';
import type { Address } from './guard.ts';

/**
 * What a page of this server may do: its own files and its own server, nothing else. Styles made at run time carry the nonce;
 * scripts come from files only.
 */
export function contentSecurityPolicy(address: Address, nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    // Named as well, because older browsers do not count a WebSocket of the same address as 'self'.
    `connect-src 'self' ws://${address.host}`,
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

const deniedPowers = [
  'camera',
  'microphone',
  'geolocation',
  'payment',
  'usb',
  'serial',
  'bluetooth',
  'display-capture',
];

/** On every answer, whatever it is. */
export const commonHeaders: OutgoingHttpHeaders = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': deniedPowers.map((power) => `${power}=()`).join(', '),
};

/** For answers that are no page: should one ever be shown as a page, it can do nothing. */
export const inertPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";
