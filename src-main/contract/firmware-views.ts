import { z } from 'zod';

/** Kinds of computers that have a guide of their own; `other` is the good answer for the rest. */
export const firmwareGuideIds = [
  'hp',
  'lenovo-ideapad',
  'lenovo-thinkpad',
  'dell',
  'asus-laptop',
  'asus-board',
  'acer',
  'msi',
  'samsung',
  'surface',
  'fujitsu',
  'dynabook',
  'huawei',
  'lg',
  'gigabyte',
  'framework',
  'apple',
  'virtual-machine',
  'other',
] as const;
export type FirmwareGuideId = (typeof firmwareGuideIds)[number];

/** Further sentences of a guide: `firmware.note-<id>`. */
export const firmwareNoteIds = [
  'fast-boot',
  'function-keys',
  'novo-button',
  'hidden-items',
  'advanced-mode',
  'often-on',
  'board-key',
  'password',
] as const;

/** Why this computer can or cannot be restarted into its firmware from here: `firmware.restart-<reason>`. */
export const firmwareRestartReasons = ['uefi', 'legacy-bios', 'no-firmware', 'no-way', 'not-known'] as const;

/**
 * How to get to the switch for virtualization on this very computer. Keys and menus are what the makers usually have, from
 * overviews on the Internet; names differ between models.
 */
export const firmwareGuideSchema = z.object({
  guide: z.enum(firmwareGuideIds),
  /** As the firmware tells them; null where it does not. */
  maker: z.string().nullable(),
  model: z.string().nullable(),
  /** `none`: these computers have no such switch. `outside`: it is the host of this virtual machine that has one. */
  switch: z.enum(['usual', 'none', 'outside']),
  /** Ways to press in, the usual first; each is keys one after another. `Fn+F2` is pressed together. */
  keys: z.array(z.array(z.string())),
  /** Paths through the menus, usually; each is the words on the way, as the (mostly English) firmware spells them. */
  menus: z.array(z.array(z.string())),
  /** What the switch may be called. */
  words: z.array(z.string()),
  notes: z.array(z.enum(firmwareNoteIds)),
  /** The switch takes effect only after the computer was off for some seconds: `firmware.cold-start`. */
  needsColdStart: z.boolean(),
  restart: z.object({
    possible: z.boolean(),
    needsAdministrator: z.boolean(),
    reason: z.enum(firmwareRestartReasons),
    /** What would be run; null where there is no way. */
    command: z.string().nullable(),
  }),
  evidence: z.array(z.string()),
});
export type FirmwareGuide = z.infer<typeof firmwareGuideSchema>;
