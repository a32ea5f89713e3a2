import { screenFailureWords } from '../../locales/failure-words.ts';
import type { Translate } from '../../locales/translate.ts';

/**
 * What a browser sees that has no cookie. The link leads here again: a browser that was sent by another page keeps the cookie
 * back for that one request, and shows it when the way begins here.
 */
export function signInPage(t: Translate, language: string): string {
  const { what, next } = screenFailureWords({ code: 'not-signed-in', params: {} }, t);
  return page(
    language,
    `<h1>${escape(what)}</h1><p>${escape(next)}</p><p><a href="/">${escape(t('cli.serve-retry'))}</a></p>`,
  );
}

/** Sends the browser on by itself: unlike a redirect, what follows begins at our own page. */
export function forwardPage(t: Translate, language: string): string {
  return page(
    language,
    `<p><a href="/">${escape(t('cli.serve-retry'))}</a></p>`,
    '<meta http-equiv="refresh" content="0; url=/" />',
  );
}

function page(language: string, body: string, head = ''): string {
  return [
    '<!doctype html>',
    `<html lang="${language}">`,
    `<head><meta charset="utf-8" /><meta name="color-scheme" content="light dark" />${head}<title>Big Data Lab</title></head>`,
    `<body>${body}</body>`,
    '</html>',
    '',
  ].join('\n');
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${String(character.charCodeAt(0))};`);
}
