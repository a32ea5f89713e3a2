import type { FirmwareGuide, FirmwareGuideId } from '../../contract/firmware-views.ts';

/** What a maker usually has. Keys agree in several overviews on the Internet; the menus are "usually", and are shown so. */
export type GuideData = Pick<FirmwareGuide, 'keys' | 'menus' | 'notes'>;

const intel = 'Intel Virtualization Technology';
const svm = 'SVM Mode';

/** Keys and menus by kind of computer. Kinds without a switch have nothing here to press. */
export const guideData: Readonly<Record<FirmwareGuideId, GuideData>> = {
  hp: {
    keys: [['F10'], ['Esc', 'F10']],
    menus: [
      ['Advanced', 'System Options', 'Virtualization Technology (VTx)'],
      ['System Configuration', 'Virtualization Technology'],
      ['System Configuration', 'SVM CPU Virtualization'],
    ],
    notes: ['function-keys', 'fast-boot', 'password'],
  },
  'lenovo-ideapad': {
    keys: [['F2'], ['Fn+F2'], ['Novo']],
    menus: [
      ['Configuration', 'Intel Virtual Technology'],
      ['Configuration', 'AMD SVM Technology'],
    ],
    notes: ['novo-button', 'fast-boot', 'password'],
  },
  'lenovo-thinkpad': {
    keys: [['F1'], ['Enter', 'F1']],
    menus: [['Security', 'Virtualization', intel]],
    notes: ['function-keys', 'fast-boot', 'password'],
  },
  dell: {
    keys: [['F2']],
    menus: [
      ['Virtualization Support', 'Virtualization'],
      ['Virtualization Support', 'Enable Intel Virtualization Technology (VT)'],
    ],
    notes: ['fast-boot', 'password'],
  },
  'asus-laptop': {
    keys: [['F2']],
    menus: [
      ['Advanced', 'CPU Configuration', 'Intel (VMX) Virtualization Technology'],
      ['Advanced', 'CPU Configuration', svm],
    ],
    notes: ['advanced-mode', 'fast-boot', 'password'],
  },
  'asus-board': {
    keys: [['Del'], ['F2']],
    menus: [
      ['Advanced', 'CPU Configuration', 'Intel (VMX) Virtualization Technology'],
      ['Advanced', 'CPU Configuration', svm],
    ],
    notes: ['advanced-mode', 'fast-boot'],
  },
  acer: {
    keys: [['F2'], ['Del']],
    menus: [
      ['Main', 'Intel VTX'],
      ['Advanced', 'SVM'],
    ],
    notes: ['hidden-items', 'function-keys', 'fast-boot', 'password'],
  },
  msi: {
    keys: [['Del']],
    menus: [
      ['OC', 'CPU Features', 'Intel Virtualization Tech'],
      ['OC', 'CPU Features', svm],
      ['Advanced', 'CPU Features', 'Intel Virtualization Tech'],
    ],
    notes: ['advanced-mode', 'fast-boot'],
  },
  samsung: {
    keys: [['F2']],
    menus: [
      ['Advanced', intel],
      ['SysInfo', intel],
    ],
    notes: ['function-keys', 'fast-boot', 'password'],
  },
  surface: { keys: [], menus: [], notes: [] },
  fujitsu: {
    keys: [['F2']],
    menus: [['Advanced', 'CPU Features', 'Virtualization Technology']],
    notes: ['function-keys', 'fast-boot', 'password'],
  },
  dynabook: {
    keys: [['F2']],
    menus: [['Advanced', 'System Configuration', 'Virtualization Technology']],
    notes: ['function-keys', 'fast-boot', 'password'],
  },
  huawei: {
    keys: [['F2']],
    menus: [['Advanced', 'Virtualization Technology']],
    notes: ['often-on', 'function-keys', 'fast-boot'],
  },
  lg: {
    keys: [['F2']],
    menus: [
      ['Advanced', 'Virtualization Technology'],
      ['Security', 'Virtualization'],
    ],
    notes: ['function-keys', 'fast-boot'],
  },
  gigabyte: {
    keys: [['Del'], ['F2']],
    menus: [
      ['Tweaker', 'Advanced CPU Settings', svm],
      ['M.I.T.', 'Advanced Frequency Settings', 'Advanced CPU Settings', svm],
      ['Tweaker', 'Advanced CPU Settings', intel],
    ],
    notes: ['advanced-mode', 'fast-boot'],
  },
  framework: {
    keys: [['F2']],
    menus: [['Advanced', 'CPU Configuration', 'Virtualization']],
    notes: ['often-on', 'fast-boot'],
  },
  apple: { keys: [], menus: [], notes: [] },
  'virtual-machine': { keys: [], menus: [], notes: [] },
  other: {
    keys: [['Del'], ['F2'], ['F10'], ['F1'], ['Esc']],
    menus: [
      ['Advanced', 'CPU Configuration', intel],
      ['Advanced', 'CPU Configuration', svm],
      ['Security', 'Virtualization'],
    ],
    notes: ['board-key', 'function-keys', 'fast-boot', 'password'],
  },
};

/** What the switch may be called, by maker of the CPU; for one that is not known, all of them. */
export function switchWords(cpuMaker: 'intel' | 'amd' | null): readonly string[] {
  const ofIntel = [intel, 'Intel VT-x', 'Vanderpool', 'VMX'];
  const ofAmd = [svm, 'SVM', 'AMD-V', 'Secure Virtual Machine'];
  const common = ['Virtualization', 'Virtualization Technology'];
  if (cpuMaker === 'intel') return [...ofIntel, ...common];
  if (cpuMaker === 'amd') return [...ofAmd, ...common];
  return [...common, ...ofIntel, ...ofAmd];
}
