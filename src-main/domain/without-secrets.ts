import { withoutPersonal, type PersonalPlaces } from './without-personal.ts';

/** What a text for others must not hold, besides what it looks like. */
export interface SecretKnowledge extends PersonalPlaces {
  /** Passwords and keys as they lie on this computer. */
  readonly known: readonly string[];
}

/** A secret shorter than this stands in too many words that are none. */
const shortestKnown = 4;

interface Rule {
  readonly pattern: RegExp;
  readonly shown: string;
}

/**
 * By what secrets look like, in this order: a block of a key before its lines. Nothing here looks behind the end of a line but keys, and what
 * may stand before the telling sign has a greatest length: guests write lines of any length, and looking at each letter for the sign
 * behind all the others would take hours.
 */
const rules: readonly Rule[] = [
  { pattern: /-----BEGIN [^-\n]*KEY[^-\n]*-----[\s\S]*?(?:-----END [^-\n]*-----|$)/g, shown: '<key>' },
  { pattern: /\b(?:ssh-(?:ed25519|rsa|dss)|ecdsa-sha2-\S+|sk-ssh-\S+) +[\w+/=]{20,}/g, shown: '<key>' },
  // Hashes of passwords, as /etc/shadow and cloud-init write them.
  { pattern: /\$(?:1|2[abxy]?|5|6|7|y|gy|argon2\w*|scrypt)\$[^\s"',:\\]+/g, shown: '<secret>' },
  { pattern: /\b(bearer|basic) +[\w.~+/=-]{8,}/gi, shown: '$1 <secret>' },
  {
    pattern:
      /((?:pass(?:wor[dt]|wd|phrase)?|kennwort|secret|token|api[_-]?key|authorization|cookie|credential|session)[\w-]{0,40}\\?["']?\s*[:=]\s*)(?!<secret>)(?:\\?"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[^\s,;&"'}\]]+)/gi,
    shown: '$1<secret>',
  },
  {
    pattern: /((?:serial(?: ?number|nummer|no)?|seriennummer|s\/n|asset ?tag)[ _]*["']?\s*[:=]\s*)[^\s,;]+/gi,
    shown: '$1<serial>',
  },
  // A file of the user's own may lie anywhere.
  { pattern: /(["' =])file:(?!\/\/)[^"'\n]*/g, shown: '$1file:<path>' },
  // MACs without or with blanks between their bytes, as VirtualBox logs and stores them.
  { pattern: /\b(?:0800|5254|001c)[0-9a-f]{8}\b/gi, shown: '<mac>' },
  { pattern: /\b[0-9a-f]{2}(?: [0-9a-f]{2}){5}\b(?<=mac\b[^\n]{0,200})/gi, shown: '<mac>' },
  // IPv6, but not loopback and not a time.
  { pattern: /(?<![\w:.])(?:[0-9a-f]{1,4}:){2,7}(?::[0-9a-f]{1,4}){1,6}(?:%\w+)?(?![\w:])/gi, shown: '<address>' },
  { pattern: /(?<![\w:.])(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}(?![\w:])/gi, shown: '<address>' },
  { pattern: /(?<![\w:.])[0-9a-f]{1,4}::(?:[0-9a-f]{1,4}:){0,5}[0-9a-f]{1,4}(?:%\w+)?(?![\w:])/gi, shown: '<address>' },
  // What is this long and mixed is a key, a token or the line of one: digests go with them.
  { pattern: /(?<![\w+/=-])(?=[\w+/=-]*\d)(?=[\w+/=-]*[a-z])[\w+/=]{40,}(?![\w+/=-])/gi, shown: '<long>' },
];

/** Both are looked for before names are taken out, which would leave their other half. */
const addressLogin = /([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/@]+@/gi;
const mailAddress = /[\p{L}\p{N}._+-]{1,64}@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}/gu;

const ipv4 = /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])/g;

/** Addresses that are the same on every computer: loopback, VirtualBox's and QEMU's NAT, and the range labs are planned in. */
function isOurs(address: string): boolean {
  return /^(?:127\.|0\.0\.0\.0|255\.|10\.0\.[23]\.|10\.77\.)/.test(address);
}

/**
 * A text for others to read: without what tells who the user is (`withoutPersonal`, also percent-encoded and in decomposed letters), without
 * passwords, hashes, keys, tokens, mail addresses, serial numbers, MACs, and addresses of networks that are not a lab's. It takes away too
 * much rather than too little: words in `<>` stand where something was.
 */
export function withoutSecrets(text: string, knowledge: SecretKnowledge): string {
  const composed = text.normalize('NFC');
  const known = knowledge.known.filter((secret) => secret.length >= shortestKnown);
  const blank = known.reduce((shown, secret) => shown.replaceAll(secret.normalize('NFC'), '<secret>'), composed);
  const unmailed = blank.replaceAll(addressLogin, '$1<secret>@').replaceAll(mailAddress, '<mail>');
  const impersonal = withoutPersonal(unmailed, composedPlaces(knowledge), (place) => `<${place}>`);
  const encoded = withoutEncoded(impersonal, knowledge);
  const ruled = rules.reduce((shown, { pattern, shown: word }) => shown.replaceAll(pattern, word), encoded);
  return ruled.replaceAll(ipv4, (address) => (isOurs(address) ? address : '<address>'));
}

function composedPlaces({ dataDir, personal }: PersonalPlaces): PersonalPlaces {
  const { homeDir, userName, hostName } = personal;
  return {
    dataDir: dataDir.normalize('NFC'),
    personal: {
      homeDir: homeDir.normalize('NFC'),
      userName: userName.normalize('NFC'),
      hostName: hostName.normalize('NFC'),
    },
  };
}

/** Names as they stand in addresses of the web and in the escapes of JSON. */
function withoutEncoded(text: string, { personal }: PersonalPlaces): string {
  const { homeDir, userName, hostName } = personal;
  const pairs = [
    [homeDir, 'home'],
    [userName, 'user'],
    [hostName, 'computer'],
  ] as const;
  return pairs.reduce((shown, [name, word]) => {
    const forms = [encodeURI(name), encodeURIComponent(name), escapeUnicode(name)].filter((form) => form !== name);
    return forms.reduce((kept, form) => kept.replaceAll(form, `<${word}>`), shown);
  }, text);
}

function escapeUnicode(name: string): string {
  return [...name.normalize('NFC')]
    .map((letter) => {
      const code = letter.charCodeAt(0);
      return code > 126 ? String.raw`\u${code.toString(16).padStart(4, '0')}` : letter;
    })
    .join('');
}
