import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { labScreen } from './pages/lab.ts';
import { expectAccessible, openPage, openTrial, useBrowser, type Trial } from './support/trial.ts';

useBrowser();

const labId = 'physics';
const running = { labs: [{ name: 'Physics', nodes: 2 }] };

async function openLab(
  scenario: NonNullable<Parameters<typeof openTrial>[0]>['scenario'],
): Promise<Trial & { readonly lab: ReturnType<typeof labScreen> }> {
  const trial = await openTrial({ scenario: scenario ?? running });
  const lab = labScreen(trial.page, trial.t);
  await lab.open(labId);
  return { ...trial, lab };
}

describe('the view of a lab', () => {
  it('stops, starts, saves and wakes the whole lab, with what each node does', async () => {
    const { lab, complaints } = await openLab(running);

    await lab.button('labs.stop').click();
    await lab.nodeIs('pi-200', 'stopped');
    await lab.nodeIs('pi-201', 'stopped');
    await lab.button('labs.start').click();
    await lab.nodeIs('pi-201', 'running');
    await lab.button('labs.save').click();
    await lab.nodeIs('pi-200', 'suspended');
    await lab.button('labs.resume').click();
    await lab.nodeIs('pi-200', 'running');

    expect(complaints).toEqual([]);
  });

  it('tells what happened, step by step with the commands, and gives them as a script', async () => {
    const { lab, page, t, complaints } = await openLab(running);
    await lab.button('labs.commands-title').click();

    await page.getByText(t('steps.node-start', { node: 'pi-201' })).waitFor();
    await page
      .getByRole('button', { name: t('labs.commands-of', { count: 1 }) })
      .last()
      .click();
    await page.getByText('hypervisor start pi-201').waitFor();
    await expectAccessible(page);
    const saving = page.waitForEvent('download');
    await lab.button('labs.script-save').click();
    const saved = await saving;

    expect(saved.suggestedFilename()).toBe('Physics-create.sh');
    expect(await readFile(await saved.path(), 'utf8')).toMatch(/^#!\/bin\/sh\n# Physics: Create\n/);
    expect(complaints).toEqual([]);
  });

  it('says what a sleep of the computer did to it, and lets a halted node run', async () => {
    const { lab, page, t, complaints } = await openLab({
      ...running,
      slept: { paused: { 'pi-200': 'sleep', 'pi-201': 'unknown' }, skewSeconds: { 'pi-200': -7200 } },
    });

    await page.getByText(t('wake.went-on', { node: 'pi-200' })).waitFor();
    await page.getByText(t('wake.clock-hours', { node: 'pi-200', hours: 2 })).waitFor();
    await lab.nodeIs('pi-200', 'running');
    await lab.nodeIs('pi-201', 'paused');
    await expectAccessible(page);
    await lab.button('wake.go-on').click();
    await lab.nodeIs('pi-201', 'running');

    expect(complaints).toEqual([]);
  });

  it('takes a snapshot and goes back to it', async () => {
    const { lab, page, t } = await openLab(running);

    await lab.button('labs.snapshot-take').click();
    await lab.dialog.getByLabel(t('labs.snapshot-name')).fill('before Hadoop');
    await lab.confirm('labs.snapshot-take');
    await page.getByRole('button', { name: t('labs.snapshot-restore-name', { name: 'before Hadoop' }) }).click();
    await lab.confirm('labs.restore-confirm');

    await page.getByText(t('labs.kind-restore')).first().waitFor();
    await lab.nodeIs('pi-200', 'running');
  });

  it('adds a node, makes one anew and removes one, each only after asking', async () => {
    const { lab, t, page } = await openLab(running);

    await lab.button('labs.add-nodes').click();
    await lab.dialog.getByRole('spinbutton').fill('54');
    await lab.dialog.getByText(t('labs.add-none-left')).waitFor();
    await lab.dialog.getByRole('spinbutton').fill('1');
    await lab.dialog.getByText(/^pi-202 \(10\.\d+\.\d+\.202\)$/).waitFor();
    await expectAccessible(page);
    await lab.confirm('labs.add-nodes');
    await lab.nodeIs('pi-202', 'running');
    await lab.choose('pi-201', 'labs.node-reset');
    await lab.dialog.getByText(t('labs.reset-text')).waitFor();
    await lab.confirm('labs.node-reset');
    await lab.dialog.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: t('labs.node-actions', { node: 'pi-202' }) }).isEnabled();
    await expect.poll(() => lab.button('labs.add-nodes').isEnabled()).toBe(true);
    await lab.choose('pi-202', 'labs.node-remove');
    await lab.confirm('labs.node-remove');

    await lab.node('pi-202').waitFor({ state: 'detached' });
  });

  it('says what will go before it deletes, and lets it be taken back', async () => {
    const { lab, page, t } = await openLab(running);

    await lab.button('labs.delete-lab').click();
    await lab.dialog.getByText(t('labs.delete-nodes', { count: 2, nodes: 'pi-200, pi-201' })).waitFor();
    await lab.confirm('labs.delete-lab');
    await page.getByRole('heading', { level: 1, name: t('labs.not-found-title') }).waitFor();
    await page.goto(`${new URL(page.url()).origin}/#/storage`);
    await page.getByRole('button', { name: t('ui.storage-take-back-name', { name: 'Physics' }) }).click();
    await page.getByRole('link', { name: /Physics/ }).click();

    await lab.nodeIs('pi-200', 'stopped');
  });

  it('keeps an operation that failed in sight, with its next step', async () => {
    const { lab, t } = await openLab({
      labs: [{ name: 'Physics', nodes: 2, state: 'stopped' }],
      failures: [{ at: 'start', node: 'pi-201', code: 'vm-start-failed', params: { name: 'pi-201' } }],
    });

    await lab.button('labs.start').click();

    await lab.alert.getByText('pi-201').waitFor();
    await lab.alert.getByText(t('screen.errors.vm-start-failed.next')).waitFor();
    await lab.nodeIs('pi-200', 'running');
    await lab.nodeIs('pi-201', 'stopped');
  });

  it('shows how each running node is, measured inside it, and why when nothing is known', async () => {
    const vitals = { 'pi-200': { cpu: [0.5], memory: [0.25], memoryMiB: 2048, uptimeSeconds: 7512, hurried: 2 } };
    const failures = [{ at: 'followVitals', node: 'pi-201', code: 'node-not-ready' as const, times: 99 }];
    const { lab, t } = await openLab({ ...running, vitals, failures });

    const cpu = { now: '50%', highest: '50%' };
    await lab
      .node('pi-200')
      .getByRole('img', { name: t('nodes.cpu-label', cpu) })
      .waitFor();
    const memory = { now: '512 MiB', highest: '25%' };
    await lab
      .node('pi-200')
      .getByRole('img', { name: t('nodes.memory-label', memory) })
      .waitFor();
    await lab.node('pi-200').getByText('2 hr 5 min').waitFor();
    await lab.node('pi-201').getByText(t('nodes.gap-no-answer')).waitFor();
    await lab.button('labs.stop').click();
    await lab.nodeIs('pi-200', 'stopped');

    expect(await lab.node('pi-200').getByRole('img').count()).toBe(0);
  });

  it('cuts the power of a node and pulls its cable as drills, and shows how to get back', async () => {
    const { lab, page, t } = await openLab(running);

    await lab.choose('pi-201', 'nodes.drill-unplug-internal');
    await lab.dialog.getByText(t('nodes.unplug-internal-text')).waitFor();
    await lab.confirm('nodes.unplug-confirm');
    await lab.node('pi-201').getByText(t('nodes.pulled-internal')).waitFor();
    await page.getByRole('img', { name: t('nodes.topology-pulled-internal') }).waitFor();
    await lab.button('nodes.plug-internal-name', { node: 'pi-201' }).click();
    await lab.node('pi-201').getByText(t('nodes.pulled-internal')).waitFor({ state: 'detached' });
    await expect.poll(() => lab.button('labs.add-nodes').isEnabled()).toBe(true);
    await lab.choose('pi-201', 'nodes.drill-power-cut');
    await lab.dialog.getByText(t('nodes.power-cut-text')).waitFor();
    await lab.confirm('nodes.power-cut-confirm');
    await lab.nodeIs('pi-201', 'stopped');
    await lab.button('labs.start').click();
    await lab.nodeIs('pi-201', 'running');
  });

  it('changes the start order by keyboard, and keeps it', async () => {
    const { lab, page, t } = await openLab(running);

    await lab.button('nodes.order-edit').press('Enter');
    await lab.button('nodes.order-later', { node: 'pi-200' }).press('Enter');
    await page.getByRole('status').getByText('pi-200: Stage 2 of 2').waitFor({ state: 'attached' });
    await lab.button('nodes.order-save').press('Enter');
    await lab.button('nodes.order-save').waitFor({ state: 'detached' });
    await page.reload();

    await page.getByText(t('nodes.order-stage', { number: 1, nodes: 'pi-201' })).waitFor();
    await page.getByText(t('nodes.order-stage', { number: 2, nodes: 'pi-200' })).waitFor();
  });

  it('copies a chosen file to every node, and says where it lies', async () => {
    const { page, t } = await openLab(running);
    const file = { name: 'Größe 1.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b') };

    for (const name of ['Größe 1.csv', 'Größe 1-2.csv']) {
      await page.getByLabel(t('nodes.copy-to-all')).setInputFiles(file);
      await page.getByText(`pi-200: /home/pi/${name}`).waitFor();
      await page.getByText(`pi-201: /home/pi/${name}`).waitFor();
    }
  });

  it('calls unknown what the hypervisor does not tell', async () => {
    const { lab, page, t } = await openLab({ ...running, silent: true });

    await lab.nodeIs('pi-200', 'unknown');
    await page.getByText(t('labs.power-unknown')).waitFor();
  });
});

describe('the connection to the program', () => {
  it('is shown as lost while the program is gone without a word, and as back when it is there again', async () => {
    const { app, page, t } = await openTrial({ scenario: running });

    await app.kill();
    await page.getByText(t('ui.connection-lost')).waitFor();

    const again = await app.restart();
    await page.goto(again.url);
    await page.getByRole('link', { name: /Physics/ }).waitFor();
    expect(await page.getByText(t('ui.connection-lost')).count()).toBe(0);
  });

  it('is shown as ended when the program said goodbye', async () => {
    const { app, page, t } = await openTrial();

    await app.stop();

    await page.getByText(t('ui.connection-ended')).waitFor();
  });

  it('says that an answer is late, and shows it when it comes', async () => {
    const { page, t } = await openTrial({ scenario: { ...running, delaysMs: { api: { 'lab.list': 9000 } } } });

    await page.getByText(t('ui.answer-late')).waitFor();
    expect(await page.getByText(t('ui.connection-lost')).count()).toBe(0);

    await page.getByRole('link', { name: /Physics/ }).waitFor();
  });

  it('tells of a second window, and both show the same', async () => {
    const { app, page, t } = await openTrial({ scenario: running });
    const { page: second } = await openPage(app);

    await page.getByText(t('ui.other-screens', { count: 1 })).waitFor();
    await labScreen(second, t).open(labId);
    await labScreen(page, t).open(labId);
    await labScreen(second, t).button('labs.stop').click();

    await labScreen(page, t).nodeIs('pi-200', 'stopped');
  });
});
