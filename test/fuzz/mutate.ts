import type { Dice } from './dice.ts';

/** What is changed: text as it comes from programs and people, or bytes, as one character each (latin1). */
export type Medium = 'text' | 'bytes';

/** What mutations draw from. */
export interface Soil {
  readonly medium: Medium;
  readonly samples: readonly string[];
  /** Words of the language that is parsed. */
  readonly words: readonly string[];
  readonly maxLength: number;
}

const extremes = [
  ...['0', '-1', '1', '254', '255', '256', '65535', '65536', '2147483647', '2147483648', '4294967295', '4294967296'],
  ...['9007199254740991', '9007199254740993', '18446744073709551615', '99999999999999999999999', '1e308', '1e999'],
  ...['-0', '0.1', '00', '0x10', '1_000', '١٢', 'NaN', 'Infinity', ''],
];
const oddities = [
  ...[
    '\0',
    '\u0001',
    '\u001b',
    '\u001b[2J',
    '\u001b]0;x\u0007',
    '\u007f',
    '\u0085',
    '\u009b',
    '\r',
    '\n',
    '\r\n',
    '\t',
    ' ',
  ],
  ...['"', "'", '`', '\\', '/', '../', ':', ';', ',', '=', '#', '%', '&', '<', '>', '{', '}', '[', ']', '(', ')', '$('],
  ...['\u00a0', '\u2028', '\u202e', '\ufeff', '\ufffd', '\ud800', '\udc00', 'ä', 'ß', '漢', '😀', 'e\u0301', 'İ'],
  ...[
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'null',
    'undefined',
    'true',
    '&#x110000;',
    '&#1114112;',
    '\\999',
  ],
];
const brackets: readonly (readonly [string, string])[] = [
  ['[', ']'],
  ['{"a":', '}'],
  ['(', ')'],
  ['<a>', '</a>'],
  ['"', '"'],
];

type Mutation = (text: string, dice: Dice, soil: Soil) => string;

function insert(text: string, at: number, what: string): string {
  return text.slice(0, at) + what + text.slice(at);
}

function range(text: string, dice: Dice, most: number): readonly [from: number, to: number] {
  const from = dice.below(text.length);
  return [from, Math.min(text.length, from + 1 + dice.below(most))];
}

/** Where a line begins; most formats are made of lines. */
function lineStart(text: string, dice: Dice): number {
  return text.lastIndexOf('\n', dice.below(text.length)) + 1;
}

function changeNumber(text: string, dice: Dice): string {
  const from = dice.below(text.length);
  const found = /\d+/.exec(text.slice(from, from + 400));
  if (found === null) return insert(text, from, dice.pick(extremes));
  const start = from + found.index;
  return text.slice(0, start) + dice.pick(extremes) + text.slice(start + found[0].length);
}

const forBoth: readonly Mutation[] = [
  (text, dice) => {
    const at = dice.below(text.length);
    return text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ (1 << dice.below(8))) + text.slice(at + 1);
  },
  (text, dice) => {
    const [from, to] = range(text, dice, 40);
    return text.slice(0, from) + text.slice(to);
  },
  (text, dice) => text.slice(0, dice.below(text.length + 1)),
  (text, dice) => {
    const [from, to] = range(text, dice, 200);
    return insert(text, to, text.slice(from, to).repeat(1 + dice.below(3)));
  },
  (text, dice, { samples }) => {
    const other = dice.pick(samples);
    return text.slice(0, dice.below(text.length + 1)) + other.slice(dice.below(other.length));
  },
  (text, dice, { samples }) => {
    const other = dice.pick(samples);
    const [from, to] = range(other, dice, 200);
    return insert(text, dice.below(text.length + 1), other.slice(from, to));
  },
];

const forText: readonly Mutation[] = [
  changeNumber,
  changeNumber,
  (text, dice) => insert(text, dice.below(text.length + 1), dice.pick(oddities)),
  (text, dice) => {
    const [from, to] = range(text, dice, 3);
    return text.slice(0, from) + dice.pick(oddities) + text.slice(to);
  },
  (text, dice, { words }) => (words.length === 0 ? text : insert(text, dice.below(text.length + 1), dice.pick(words))),
  (text, dice, { words }) => {
    if (words.length === 0) return text;
    const [from, to] = range(text, dice, 12);
    return text.slice(0, from) + dice.pick(words) + text.slice(to);
  },
  (text) => text.replaceAll('\n', '\r\n'),
  (text, dice) => {
    const at = lineStart(text, dice);
    const end = text.indexOf('\n', at);
    const line = end === -1 ? text.slice(at) : text.slice(at, end + 1);
    return insert(text, lineStart(text, dice), line);
  },
  (text, dice) => {
    const at = lineStart(text, dice);
    const end = text.indexOf('\n', at);
    return text.slice(0, at) + (end === -1 ? '' : text.slice(end + 1));
  },
];

/** Rarely, as they make the text long, and long texts are slow. */
const forTextRarely: readonly Mutation[] = [
  (text, dice) => insert(text, dice.below(text.length + 1), dice.pick(oddities).repeat(200 + dice.below(2000))),
  (text, dice) => {
    const [from, to] = range(text, dice, 20);
    return insert(text, to, text.slice(from, to).repeat(100));
  },
  (text, dice) => {
    const [open, close] = dice.pick(brackets);
    const depth = 1 + dice.below(1000);
    const nest = open.repeat(depth) + (dice.once(2) ? close.repeat(depth) : '');
    return dice.once(4) ? nest : insert(text, dice.below(text.length + 1), nest);
  },
];

const extremeBytes = ['\0', '\u0001', '\u007f', '\u0080', '\u00fe', '\u00ff'];
const forBytes: readonly Mutation[] = [
  (text, dice) => {
    const at = dice.below(text.length);
    const size = dice.pick([1, 2, 4, 8]);
    return text.slice(0, at) + dice.pick(extremeBytes).repeat(size) + text.slice(at + size);
  },
  (text, dice) => {
    const at = dice.below(text.length);
    return text.slice(0, at) + String.fromCharCode(dice.below(256)) + text.slice(at + 1);
  },
  // Headers are at the beginning, and most of what decides is in them.
  (text, dice) => {
    const at = dice.below(Math.min(text.length, 600));
    return text.slice(0, at) + String.fromCharCode(dice.below(256)) + text.slice(at + 1);
  },
  (text, dice, { words }) => {
    const word = words.length === 0 ? '\u00ff' : dice.pick(words);
    const at = dice.below(text.length);
    return text.slice(0, at) + word + text.slice(at + word.length);
  },
];

/** A sample with one to five changes. */
export function mutate(soil: Soil, dice: Dice): string {
  const mutations = [...forBoth, ...(soil.medium === 'text' ? forText : forBytes)];
  let text = dice.pick(soil.samples);
  for (let changes = 1 + dice.below(5); changes > 0; changes -= 1) {
    const isRare = soil.medium === 'text' && dice.once(60);
    text = (isRare ? dice.pick(forTextRarely) : dice.pick(mutations))(text, dice, soil);
  }
  return text.length > soil.maxLength ? text.slice(0, soil.maxLength) : text;
}
