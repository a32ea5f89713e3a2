import { z } from 'zod';

/** Most characters of a password that a user chooses. */
export const longestPassword = 200;

/** A password that a user chose and can type at a console: not only spaces, and no control characters. */
export const chosenPasswordSchema = z
  .string()
  .max(longestPassword)
  .regex(/^\P{Cc}+$/u)
  .regex(/\S/);
