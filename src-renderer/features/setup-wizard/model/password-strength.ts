import { ZxcvbnFactory } from '@zxcvbn-ts/core';

/** How long a password withstands somebody who guesses. */
export type Strength = 'weak' | 'fair' | 'strong';

/** What is tried first on machines like these; the dictionaries of the library are larger than the rest of the app. */
const firstGuesses = [
  ...['password', 'passwort', 'kennwort', 'geheim', 'secret', 'admin', 'administrator', 'root', 'changeme', 'letmein'],
  ...['qwertz', 'qwertzuiop', 'qwerty', 'qwertyuiop', 'asdfgh', 'yxcvbn', 'zxcvbn', '1q2w3e4r', 'iloveyou', 'dragon'],
  ...['pi', 'raspberry', 'raspberrypi', 'ubuntu', 'debian', 'linux', 'hadoop', 'spark', 'kafka', 'bigdata', 'cluster'],
  ...['hallo', 'hello', 'welcome', 'willkommen', 'test', 'student', 'schule', 'school', 'sommer', 'winter', 'summer'],
];

const estimator = new ZxcvbnFactory({ dictionary: { firstGuesses } });

/** Judges a password; `known` are words that lie near, such as the name of its user. It warns only: whose lab it is decides. */
export function strengthOf(password: string, known: readonly string[]): Strength {
  const { score } = estimator.check(password, [...known]);
  if (score < 2) return 'weak';
  return score < 3 ? 'fair' : 'strong';
}
