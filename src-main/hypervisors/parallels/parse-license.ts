import { z } from 'zod';
import { parseToolJson } from './parse-json.ts';

/** What the licence allows. */
export type LicenseVerdict =
  | { readonly kind: 'ok'; readonly edition: string }
  /** Standard has no command line (Parallels; vagrant-parallels asks for any, pro or business). */
  | { readonly kind: 'edition'; readonly edition: string }
  | { readonly kind: 'expired'; readonly edition: string }
  | { readonly kind: 'none' }
  /** It said nothing that is known. */
  | { readonly kind: 'unclear' };

const licenseSchema = z.looseObject({
  edition: z.string().default(''),
  status: z.string().default(''),
  expiration: z.string().default(''),
});

/** vagrant-parallels meta.rb; Enterprise is the Business edition with other terms. */
const editionsWithCommands = ['any', 'pro', 'business', 'enterprise'];

/** Reads `prlsrvctl info --license --json`: stdout and stderr in one text. */
export function parseLicense(output: string): LicenseVerdict {
  if (/limited period of time that has now expired/i.test(output)) return { kind: 'expired', edition: '' };
  // Said instead of an answer when there is no licence (vagrant-parallels issue 326).
  if (/PrlHandle_FromString: Invalid argument/i.test(output)) return { kind: 'none' };
  const parsed = licenseSchema.safeParse(parseToolJson(output));
  if (!parsed.success)
    return /not available in this edition/i.test(output) ? { kind: 'edition', edition: '' } : { kind: 'unclear' };
  const { status } = parsed.data;
  const edition = parsed.data.edition.toLowerCase();
  if (/expired/i.test(status)) return { kind: 'expired', edition };
  if (edition === '') return /^(?:none|absent|)$/i.test(status) ? { kind: 'none' } : { kind: 'unclear' };
  return { kind: editionsWithCommands.includes(edition) ? 'ok' : 'edition', edition };
}
