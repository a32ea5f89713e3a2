import { describe, expect, it } from 'vitest';
import type { FirmwareGuideId } from '../../../src-main/contract/firmware-views.ts';
import { firmwareGuide, type FirmwareSituation } from '../../../src-main/host/firmware/firmware-guide.ts';
import { createFirmwareHandlers } from '../../../src-main/host/firmware/firmware-service.ts';
import { meaningfulWord, recogniseMaker, unknownMaker } from '../../../src-main/host/firmware/recognise-maker.ts';
import { CommandError, type CommandSpec } from '../../../src-main/process/command.ts';

/** Vendor and product as DMI tables of such computers have them (linux-hardware.org writes them so), constructed by hand. */
const computers: readonly (readonly [
  guide: FirmwareGuideId,
  maker: string | null,
  model: string | null,
  version?: string | null,
  board?: readonly [string, string],
])[] = [
  ['hp', 'HP', 'HP ProBook 450 G8 Notebook PC'],
  ['hp', 'Hewlett-Packard', 'HP EliteBook 840 G1'],
  ['lenovo-thinkpad', 'LENOVO', '20L7CTO1WW', 'ThinkPad T480s'],
  ['lenovo-thinkpad', 'LENOVO', '30E1S0', 'ThinkStation P340'],
  ['lenovo-ideapad', 'LENOVO', '82KU', 'IdeaPad 3 15ALC6'],
  ['lenovo-ideapad', 'LENOVO', '81YK', 'Lenovo Yoga Slim 7 14IIL05'],
  ['dell', 'Dell Inc.', 'Latitude 5420'],
  ['dell', 'Alienware', 'Alienware m15 R6'],
  ['asus-laptop', 'ASUSTeK COMPUTER INC.', 'VivoBook_ASUSLaptop X513EAN_K513EA'],
  ['asus-board', null, null, null, ['ASUSTeK COMPUTER INC.', 'PRIME B550M-A']],
  ['asus-board', 'ASUS', 'All Series', null, ['ASUSTeK COMPUTER INC.', 'Z97-A']],
  ['acer', 'Acer', 'Aspire A515-56'],
  ['msi', 'Micro-Star International Co., Ltd.', 'GF63 Thin 10SC'],
  ['msi', null, null, null, ['Micro-Star International Co., Ltd.', 'B450 TOMAHAWK MAX (MS-7C02)']],
  ['samsung', 'SAMSUNG ELECTRONICS CO., LTD.', '950XDB/951XDB/950XDY'],
  ['surface', 'Microsoft Corporation', 'Surface Laptop 4'],
  ['virtual-machine', 'Microsoft Corporation', 'Virtual Machine'],
  ['virtual-machine', 'QEMU', 'Standard PC (Q35 + ICH9, 2009)'],
  ['virtual-machine', 'innotek GmbH', 'VirtualBox'],
  ['virtual-machine', 'VMware, Inc.', 'VMware Virtual Platform'],
  ['fujitsu', 'FUJITSU', 'LIFEBOOK U7411'],
  ['fujitsu', 'FUJITSU CLIENT COMPUTING LIMITED', 'FMVU7411'],
  ['dynabook', 'TOSHIBA', 'SATELLITE PRO A50-C'],
  ['dynabook', 'Dynabook Inc.', 'TECRA A50-J'],
  ['huawei', 'HUAWEI', 'KLVL-WXX9'],
  ['huawei', 'HONOR', 'NBR-WAX9'],
  ['lg', 'LG Electronics', '17Z90P-K.AAB8U1'],
  ['gigabyte', 'Gigabyte Technology Co., Ltd.', 'B550 AORUS ELITE'],
  ['framework', 'Framework', 'Laptop 13 (AMD Ryzen 7040Series)'],
  ['apple', 'Apple Inc.', 'MacBookPro15,1'],
  ['other', 'TUXEDO', 'TUXEDO InfinityBook Pro 14 Gen6'],
  ['other', null, null],
];

function situation(changes: Partial<FirmwareSituation> = {}): FirmwareSituation {
  return {
    platformId: 'windows',
    maker: { ...unknownMaker, maker: 'HP', model: 'HP ProBook 450 G8' },
    cpuMaker: 'intel',
    isInsideVm: false,
    isUefi: true,
    isAdministrator: false,
    evidence: [],
    ...changes,
  };
}

describe('the guide to the firmware', () => {
  const named = computers.map((computer) => [computer.join(', '), computer] as const);

  it.each(named)('is the right one for %s', (_, [guide, maker, model, version = null, board]) => {
    const [boardMaker, boardModel] = board ?? [null, null];
    const facts = { maker, model, version, family: null, boardMaker, boardModel };

    expect(recogniseMaker(facts)).toBe(guide);
  });

  it.each(['To Be Filled By O.E.M.', 'System manufacturer', 'Default string', 'System Version', '  ', 'INVALID', null])(
    'takes %j for nothing',
    (word) => {
      expect(meaningfulWord(word)).toBeNull();
    },
  );

  it('names a key, a menu and the words of this CPU for every computer that has a switch', () => {
    for (const [guide, maker, model, version] of computers) {
      const facts = { ...unknownMaker, maker, model, version: version ?? null };
      const made = firmwareGuide(situation({ maker: facts }));
      const isWithout = ['surface', 'apple', 'virtual-machine'].includes(guide);
      expect(made.keys.length > 0 && made.menus.length > 0 && made.words.length > 0, `${guide} ${model ?? ''}`).toBe(
        !isWithout,
      );
      expect(made.words.join()).not.toContain('AMD');
    }
  });

  it.each<[string, Partial<FirmwareSituation>, boolean, string]>([
    ['Windows with UEFI', {}, true, 'uefi'],
    ['Windows with BIOS', { isUefi: false }, false, 'legacy-bios'],
    ['Windows that did not tell', { isUefi: null }, true, 'not-known'],
    ['Linux with UEFI', { platformId: 'linux' }, true, 'uefi'],
    ['a Mac', { platformId: 'macos' }, false, 'no-way'],
    ['a virtual machine', { isInsideVm: true }, false, 'no-firmware'],
  ])('knows whether %s can be restarted into it', (...[, changes, possible, reason]) => {
    expect(firmwareGuide(situation(changes)).restart).toMatchObject({ possible, reason });
  });
});

interface Trial {
  readonly restart: Promise<unknown>;
  readonly ran: readonly CommandSpec[];
}

function restart(options: {
  active?: readonly string[];
  changes?: Partial<FirmwareSituation>;
  error?: CommandError;
}): Trial {
  const ran: CommandSpec[] = [];
  const handlers = createFirmwareHandlers({
    runner: {
      run: async (spec) => {
        ran.push(spec);
        if (options.error !== undefined) throw options.error;
        return { exitCode: 0, stdout: '', stderr: '', durationMs: 1 };
      },
    },
    readSituation: () => Promise.resolve(situation(options.changes)),
    findActiveLabs: () => Promise.resolve(options.active ?? []),
  });
  const { signal } = new AbortController();
  return { restart: handlers['host.restartToFirmware']({ confirmed: true }, { signal }), ran };
}

function refusal(exitCode: number, stderr: string): CommandError {
  return new CommandError('exit-code', { command: { program: 'shutdown', args: [] }, exitCode, stdout: '', stderr });
}

describe('the restart into the firmware', () => {
  it.each<[string, Partial<FirmwareSituation>, string]>([
    ['Windows', {}, 'shutdown /r /fw /t 0'],
    ['Linux', { platformId: 'linux' }, 'systemctl reboot --firmware-setup'],
  ])('is the command of %s', async (_, changes, command) => {
    const { restart: done, ran } = restart({ changes });
    await done;

    expect(ran.map(({ program, args }) => [program, ...args].join(' '))).toEqual([command]);
  });

  it('is refused while labs run, before anything is run', async () => {
    const { restart: done, ran } = restart({ active: ['Labor', 'Kurs'] });

    await expect(done).rejects.toMatchObject({ code: 'labs-running', params: { known: 'Labor, Kurs' } });
    expect(ran).toEqual([]);
  });

  it('is refused where the firmware cannot be asked for it', async () => {
    const { restart: done, ran } = restart({ changes: { isUefi: false } });

    await expect(done).rejects.toMatchObject({ code: 'firmware-restart-impossible' });
    expect(ran).toEqual([]);
  });

  it.each([
    ['needs-administrator', 5, 'Zugriff verweigert(5)'],
    ['needs-administrator', 1, 'Access denied'],
    ['needs-administrator', 1, 'Interactive authentication required.'],
    ['firmware-restart-impossible', 203, 'Die eingegebene Umgebungsoption wurde nicht gefunden.(203)'],
    ['firmware-restart-impossible', 1, 'Firmware setup is not supported.'],
    ['firmware-restart-impossible', 87, 'something else'],
  ])('says %s for exit code %i and %j, and keeps what was said', async (code, exitCode, stderr) => {
    const { restart: done } = restart({ error: refusal(exitCode, stderr) });

    await expect(done).rejects.toMatchObject({ code, evidence: expect.arrayContaining([stderr]) });
  });
});
