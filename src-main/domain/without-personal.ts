/** What stands in a text in place of something personal. */
type Place = 'data' | 'home' | 'computer' | 'user' | 'mac';

/** What tells who the user is. */
export interface PersonalPlaces {
  readonly dataDir: string;
  readonly personal: { readonly homeDir: string; readonly userName: string; readonly hostName: string };
}

/**
 * A text for others to read: the data folder, the home folder, the computer's name and the user's are replaced by words, wherever they
 * stand alone, in any case and with either slash; so are addresses of network adapters, which are like serial numbers. Nothing else is
 * changed.
 */
export function withoutPersonal(
  text: string,
  { dataDir, personal }: PersonalPlaces,
  word: (place: Place) => string,
): string {
  const { homeDir, hostName, userName } = personal;
  // A name may carry its domain, as `laptop.local`; often it is told without.
  const [shortHostName = ''] = hostName.split('.');
  const secrets: readonly (readonly [string, Place])[] = [
    [dataDir, 'data'],
    [homeDir, 'home'],
    [hostName, 'computer'],
    [shortHostName, 'computer'],
    [userName, 'user'],
  ];
  // A secret within another one goes with it: the home folder holds the user's name.
  return secrets
    .reduce(
      (shown, [secret, place]) => (isTelling(secret) ? shown.replaceAll(alone(secret), () => word(place)) : shown),
      text,
    )
    .replaceAll(macAddress, () => word('mac'));
}

const macAddress = /(?<![0-9a-f:-])[0-9a-f]{2}(?:([:-])[0-9a-f]{2})(?:\1[0-9a-f]{2}){4}(?![0-9a-f:-])/gi;

/** Roots and nothing tell nothing of anybody. */
function isTelling(secret: string): boolean {
  return !/^(?:[A-Za-z]:)?[\\/]*$/.test(secret);
}

/** Not as a part of a longer word: a user called `lab` must not cut words apart. */
function alone(secret: string): RegExp {
  const parts = secret.split(/[\\/]+/).map((part) => part.replaceAll(/[$()*+.?[\]^{|}]/g, String.raw`\$&`));
  const before = /^[\\/]/.test(secret) ? '' : String.raw`(?<![\p{L}\p{N}])`;
  return new RegExp(String.raw`${before}${parts.join(String.raw`[\\/]+`)}(?![\p{L}\p{N}])`, 'giu');
}
