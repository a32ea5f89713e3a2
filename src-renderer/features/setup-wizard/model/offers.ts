/** Keyboard layouts the wizard offers for the consoles of the nodes, as XKB names them. */
export const offeredKeyboards: readonly string[] = [
  'de',
  'at',
  'ch',
  'us',
  'gb',
  'fr',
  'es',
  'it',
  'pl',
  'cz',
  'tr',
  'pt',
  'nl',
  'se',
  'no',
  'dk',
];

/** Time zones the wizard offers: all that this browser knows. */
export function offeredTimezones(): readonly string[] {
  return Intl.supportedValuesOf('timeZone');
}
