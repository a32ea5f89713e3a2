import type { Page } from 'playwright';
import type { Translate } from '../../src-main/locales/translate.ts';
import {
  nodeNotReady,
  ordinaryChecks,
  triedWays,
  troubledChecks,
  unhurried,
} from '../../test/e2e/support/scenarios.ts';
import type { ScenarioInput } from '../../test/e2e/support/app.ts';

/** A page that is looked at, with the words it shows. */
export interface Stage {
  readonly page: Page;
  readonly t: Translate;
}

/** Brings a screen up. */
export type Act = (stage: Stage) => Promise<void>;

/** Screens of one run of the app, in the order in which a user meets them. */
export interface Story {
  readonly scenario: ScenarioInput;
  readonly scenes: readonly (readonly [name: string, act: Act])[];
}

const labs: ScenarioInput['labs'] = [
  { name: 'Big Data Lab', nodes: 3, state: 'running' },
  { name: 'Übungen', nodes: 2, state: 'suspended' },
];
const labId = 'big-data-lab';

async function goTo({ page }: Stage, hash: string): Promise<void> {
  await page.goto(`${new URL(page.url()).origin}/#${hash}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForLoadState('networkidle');
}

/** The next step of the wizard, once the one before can be left. */
async function goOn({ page }: Stage): Promise<void> {
  const before = await page.getByRole('heading', { level: 1 }).textContent();
  await page.locator('form button[type=submit]').click();
  await page
    .getByRole('heading', { level: 1 })
    .filter({ hasNotText: before ?? '' })
    .waitFor();
  await page.waitForLoadState('networkidle');
}

function place(hash: string): Act {
  return (stage) => goTo(stage, hash);
}

function dialog(label: string): Act {
  return async (stage) => {
    // The dialog before this one is still open, and hides all else.
    await stage.page.reload();
    await goTo(stage, `/labs/${labId}`);
    await stage.page.getByRole('button', { name: stage.t(label), exact: true }).click();
    await stage.page.getByRole('dialog').waitFor();
  };
}

/** The next step, with what comes a moment later. */
function goOnUntil(shown: RegExp): Act {
  return async (stage) => {
    await goOn(stage);
    await stage.page.getByText(shown).first().waitFor();
  };
}

async function untilDone({ page, t }: Stage): Promise<void> {
  await page.getByRole('button', { name: t('wizard.done-terminals') }).waitFor();
}

async function untilFailed(stage: Stage): Promise<void> {
  await goTo(stage, '/new');
  for (let step = 0; step < 7; step += 1) await goOn(stage);
  await stage.page.getByRole('alert').first().waitFor();
}

async function terminals(stage: Stage): Promise<void> {
  const { page, t } = stage;
  await goTo(stage, `/labs/${labId}/terminals`);
  await page
    .getByRole('toolbar')
    .getByRole('button', { name: t('terminals.all-nodes') })
    .click();
  await page.locator('.xterm-rows').nth(2).filter({ hasText: 'pi-202' }).waitFor();
  await page.getByRole('button', { name: t('terminals.type-to-all'), exact: true }).click();
  await page.locator('.xterm-screen').first().click();
  await page.keyboard.type('echo $((6 * 7)); seq -s " " 1 12\n');
  await page.locator('.xterm-rows').nth(2).filter({ hasText: '11 12' }).waitFor();
}

/** Both hypervisors tried: one in software only, one not at all. */
async function tried(stage: Stage): Promise<void> {
  const { page, t } = stage;
  await goTo(stage, '/diagnostics');
  for (const [hypervisor, result] of [
    ['VirtualBox', /VirtualBox 7.2.22 (?:could not|konnte)/],
    ['QEMU', /QEMU 7.2.22 (?:runs|führt)/],
  ] as const) {
    await page.getByRole('button', { name: new RegExp(`^${t('diagnostics.try')}.*: ${hypervisor}$`) }).click();
    await page.getByText(result).first().waitFor();
  }
  await page.getByRole('heading', { name: t('diagnostics.trial-title') }).scrollIntoViewIfNeeded();
}

async function firmwareGuide(stage: Stage): Promise<void> {
  const { page, t } = stage;
  await page.reload();
  await goTo(stage, '/diagnostics');
  await page.getByRole('button', { name: t('diagnostics.firmware-open') }).click();
  await page.getByRole('dialog').getByRole('img').first().waitFor();
}

async function restartQuestion(stage: Stage): Promise<void> {
  await firmwareGuide(stage);
  await stage.page.getByRole('button', { name: stage.t('diagnostics.restart') }).click();
  await stage.page.getByRole('checkbox').waitFor();
}

const wizard: Story = {
  scenario: { checks: ordinaryChecks, delaysMs: unhurried },
  scenes: [
    ['labs-empty', place('/labs')],
    ['wizard-1-welcome', place('/new')],
    ['wizard-2-host-check', goOn],
    ['wizard-3-hypervisor', goOn],
    ['wizard-4-image', goOn],
    ['wizard-5-lab', goOnUntil(/^pi-202$/)],
    ['wizard-6-network', goOn],
    ['wizard-7-review', goOn],
    ['wizard-8-build', goOnUntil(/^[1-9]\d?\s?%$/)],
    ['wizard-9-done', untilDone],
  ],
};

const failing: Story = {
  scenario: {
    checks: ordinaryChecks,
    failures: [
      {
        ...nodeNotReady,
        evidence: ['[   12.204812] cloud-init[612]: no route to host', 'pi-201 login:'],
      },
    ],
  },
  scenes: [['wizard-8-build-failed', untilFailed]],
};

const living: Story = {
  scenario: { labs, checks: ordinaryChecks },
  scenes: [
    ['labs', place('/labs')],
    ['lab', place(`/labs/${labId}`)],
    ['lab-terminals', terminals],
    ['lab-snapshot', dialog('labs.snapshot-take')],
    ['lab-add', dialog('labs.add-nodes')],
    ['lab-delete', dialog('labs.delete-lab')],
    ['lab-not-found', place('/labs/nothing')],
    ['storage', place('/storage')],
    ['settings', place('/settings')],
    ['help', place('/help')],
    ['help-containers', place('/help/containers')],
  ],
};

async function untilAwake(stage: Stage): Promise<void> {
  await goTo(stage, `/labs/${labId}`);
  await stage.page.getByRole('button', { name: stage.t('wake.dismiss') }).waitFor();
}

const woken: Story = {
  scenario: {
    labs,
    slept: { paused: { 'pi-200': 'sleep', 'pi-202': 'unknown' }, skewSeconds: { 'pi-200': -11_000, 'pi-201': -300 } },
  },
  scenes: [['lab-woken', untilAwake]],
};

const troubled: Story = {
  scenario: {
    checks: troubledChecks,
    host: { hypervisors: [{ id: 'qemu', version: '7.2.22', acceleration: 'kvm' }] },
    obstacles: [{ id: 'virtualbox', version: '7.2.22', evidence: ['/dev/vboxdrv: no such device'] }],
    ways: triedWays,
  },
  scenes: [
    ['diagnostics', place('/diagnostics')],
    ['diagnostics-trial', tried],
    ['diagnostics-firmware', firmwareGuide],
    ['diagnostics-restart', restartQuestion],
  ],
};

export const stories: readonly Story[] = [wizard, failing, living, woken, troubled];
