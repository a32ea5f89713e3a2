/** Guide to the switch for virtualization in the firmware. */
export const firmware = {
  'note-fast-boot':
    'If the computer starts too fast to press a key, use the restart into the firmware from here, or from the settings of your system.',
  'note-function-keys': 'On laptops you may have to hold Fn while you press an F key.',
  'note-novo-button':
    'Many have a tiny button beside the power plug or the power button (Novo). Press it with a paper clip while the computer is off, and choose "BIOS Setup".',
  'note-hidden-items':
    'If the switch is not there, press Ctrl+S on the page "Main": on some models that shows hidden entries.',
  'note-advanced-mode': 'The firmware often opens in a simple view. F7 (or "Advanced Mode") shows everything.',
  'note-often-on': 'On these computers virtualization is usually on already, and often there is no switch at all.',
  'note-board-key': 'For a PC built from parts, the maker of the mainboard counts.',
  'note-password':
    'If a password is asked for, only those who look after the computer (school, company) can change this.',
  'cold-start':
    'Then choose "Save and exit" (mostly F10), let the system start, shut it down completely and unplug it for ten seconds: some computers notice the switch only after that.',
  'restart-uefi': 'This computer can restart into its firmware by itself.',
  'restart-legacy-bios': 'This computer starts the old way (BIOS), so the key has to be pressed at the start.',
  'restart-no-firmware': 'There is nothing to restart into here.',
  'restart-no-way': 'This system offers no restart into the firmware; press the key at the start.',
  'restart-not-known': 'Whether this computer can restart into its firmware by itself could not be found out.',
};
