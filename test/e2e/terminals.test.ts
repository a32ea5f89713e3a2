import { describe, expect, it } from 'vitest';
import { terminalsScreen } from './pages/terminals.ts';
import { expectAccessible, openPage, openTrial, useBrowser, type Trial, type TrialOptions } from './support/trial.ts';

useBrowser();

const labId = 'physics';
const nodes = ['pi-200', 'pi-201', 'pi-202'];

/** VirtualBox writes the serial port to a file only. */
const readOnly: TrialOptions['scenario'] = {
  host: { hypervisors: [{ id: 'virtualbox', version: '7.2.22', acceleration: 'native' }] },
  labs: [{ name: 'Physics', nodes: 3, hypervisor: 'virtualbox' }],
};

type TerminalTrial = Trial & { readonly terminals: ReturnType<typeof terminalsScreen> };

async function openTerminals(options: TrialOptions = {}): Promise<TerminalTrial> {
  const trial = await openTrial({ scenario: { labs: [{ name: 'Physics', nodes: 3 }] }, ...options });
  const terminals = terminalsScreen(trial.page, trial.t);
  await terminals.open(labId);
  return { ...trial, terminals };
}

/** Counts each `^` that reaches the page, before any of its own code sees it; 19 of them are in the typed line. */
const countBytes = `window.countedBytes = 0; window.WebSocket = class extends WebSocket {
  constructor(...args) {
    super(...args);
    this.addEventListener('message', ({ data }) => {
      if (data instanceof ArrayBuffer) for (const byte of new Uint8Array(data)) if (byte === 94) window.countedBytes += 1;
    });
  }
};`;

describe('terminals', () => {
  it('of all nodes are side by side, and what is typed once is typed on each, as long as that is on', async () => {
    const { terminals, page, t, complaints } = await openTerminals();
    await terminals.openAll(nodes);

    await terminals.button('terminals.type-to-all').click();
    await page.getByText(t('terminals.to-all-banner', { count: 3, nodes: nodes.join(', ') })).waitFor();
    await terminals.type('pi-201', 'expr 6 \\* 7000');
    for (const node of nodes) await terminals.shows(node, '42000');
    await terminals.button('terminals.to-all-end').click();
    await terminals.type('pi-201', 'expr 8 \\* 7000');
    await terminals.shows('pi-201', '56000');

    for (const node of ['pi-200', 'pi-202']) await terminals.showsNot(node, '56000');
    expect(complaints).toEqual([]);
  });

  it('keep their text and their place when tabs change and when the page is loaded anew', async () => {
    const { terminals, page, t } = await openTerminals();
    await terminals.openOn('pi-200');
    await terminals.type('pi-200', 'echo first one');
    await terminals.button('terminals.split-beside').click();
    await page.getByRole('menuitem', { name: 'pi-202' }).click();
    await terminals.isIn('pi-202', 'terminals.state-open');
    await terminals.type('pi-202', 'expr 6 \\* 7000');
    await terminals.shows('pi-202', '42000');
    await terminals.openOn('pi-201');
    await terminals.tab('pi-200 + pi-202').click();
    await terminals.shows('pi-200', 'first one');

    await page.reload();

    await terminals.shows('pi-202', '42000');
    await terminals.shows('pi-200', 'first one');
    await terminals.tab('pi-201').click();
    await terminals.button('terminals.close', { node: 'pi-201' }).click();
    await terminals.tab('pi-201').waitFor({ state: 'detached' });
    expect(
      await page
        .getByRole('tablist', { name: t('terminals.tabs') })
        .getByRole('tab')
        .count(),
    ).toBe(1);
  });

  it('say how they ended, keep what they said, and are opened again', async () => {
    const { terminals } = await openTerminals();
    await terminals.openOn('pi-200');
    await terminals.type('pi-200', 'echo the last word; exit 7');

    await terminals.isIn('pi-200', 'terminals.state-ended', { exitCode: 7 });
    await terminals.shows('pi-200', 'the last word');
    await terminals.button('terminals.reopen').click();
    await terminals.isIn('pi-200', 'terminals.state-open');

    await terminals.showsNot('pi-200', 'the last word');
  });

  it('are shown in one window, which says so, and can be taken back', async () => {
    const { app, terminals, t } = await openTerminals();
    await terminals.openOn('pi-200');
    await terminals.type('pi-200', 'expr 6 \\* 7000');
    await terminals.shows('pi-200', '42000');
    const { page: second } = await openPage(app);
    const inSecond = terminalsScreen(second, t);
    await inSecond.open(labId);
    await inSecond.shows('pi-200', '42000');
    await terminals.isIn('pi-200', 'terminals.state-taken-over');
    await inSecond.type('pi-200', 'expr 8 \\* 7000');
    await inSecond.shows('pi-200', '56000');

    await terminals.button('terminals.take-back').click();

    await terminals.shows('pi-200', '56000');
    await inSecond.isIn('pi-200', 'terminals.state-taken-over');
  });

  it('answer while a program prints without end, and go on when it is stopped', async () => {
    const { terminals, page } = await openTerminals();
    await terminals.openOn('pi-200');
    await terminals.type('pi-200', 'yes');
    await terminals.shows('pi-200', 'yyyyyyyyyyyyyyy');

    await terminals.button('terminals.larger').click();
    await terminals.pane('pi-200').locator('.xterm-screen').click();
    await page.keyboard.press('Control+c');
    await page.keyboard.type('expr 6 \\* 7000\n');

    await terminals.shows('pi-200', '42000');
  });

  it('show to the end what is longer than they keep', async () => {
    const { terminals } = await openTerminals();
    await terminals.openOn('pi-200');

    await terminals.type('pi-200', 'seq 1 400000; expr 6 \\* 7001');

    await terminals.shows('pi-200', '39999940000042006');
  });

  it('take 100 MB to the last byte, and keep no more of it than they show', async () => {
    const { terminals, page } = await openTerminals();
    await page.addInitScript(countBytes);
    await page.reload();
    await terminals.openOn('pi-200');
    const heap = async (): Promise<number> => {
      const session = await page.context().newCDPSession(page);
      await session.send('HeapProfiler.collectGarbage');
      return (await session.send('Runtime.getHeapUsage')).usedSize;
    };
    const before = await heap();

    await terminals.type('pi-200', `clear; yes '^^^^^^^^^^^^^^^^^^^' | head -n 5000000; expr 6 \\* 7003`);
    await expect.poll(() => page.evaluate<number>('window.countedBytes'), { timeout: 240_000 }).toBe(95_000_000 + 19);
    await terminals.shows('pi-200', '42018');

    expect(await heap()).toBeLessThan(before + 50_000_000);
  });

  it('are searched, and Escape leads back into them', async () => {
    const { terminals, page, t } = await openTerminals();
    await terminals.openOn('pi-200');
    await terminals.type('pi-200', 'seq 1000 1030');
    await terminals.shows('pi-200', '1030');

    await page.keyboard.press('Control+Shift+F');
    await page.getByRole('textbox', { name: t('terminals.search') }).fill('102');
    await page.getByRole('search').getByText('/ 10').waitFor();
    await page.getByRole('textbox', { name: t('terminals.search') }).fill('no such word');
    await page.getByRole('search').getByText(t('terminals.search-nothing')).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.type('expr 6 \\* 7000\n');

    await terminals.shows('pi-200', '42000');
  });

  it('take the Tab key for the program, and give the keyboard back with Ctrl+F6', async () => {
    const { terminals, page, t } = await openTerminals();
    await terminals.openOn('pi-200');
    const hasKeyboard = (): Promise<boolean> =>
      page.evaluate<boolean>('document.activeElement.classList.contains("xterm-helper-textarea")');

    await page.keyboard.press('Tab');
    expect(await hasKeyboard()).toBe(true);
    await page.getByText(t('terminals.leave-hint')).waitFor();
    await page.keyboard.press('Control+F6');

    expect(await hasKeyboard()).toBe(false);
    expect(await page.evaluate<string>('document.activeElement.getAttribute("aria-label")')).toBe(
      t('terminals.search-in', { node: 'pi-200' }),
    );
  });

  it('let no guest touch the title, the clipboard or a link behind other words', async () => {
    const { terminals, page } = await openTerminals();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.evaluate("navigator.clipboard.writeText('mine')");
    const title = await page.title();
    const asked: string[] = [];
    page.on('dialog', (dialog) => {
      asked.push(dialog.message());
      dialog.dismiss().catch(() => undefined);
    });
    const opened: string[] = [];
    page.context().on('page', (other) => opened.push(other.url()));
    await terminals.openOn('pi-200');

    const commands = ['0;evil', '2;evil', '52;c;ZXZpbA==', '8;;https://evil.example'].map(
      (text) => `\\033]${text}\\007`,
    );
    await terminals.type('pi-200', `clear; printf '${commands.join('')}press'; printf '\\033]8;;\\007 here\\n'`);
    await terminals.shows('pi-200', 'press here');
    const place = await page.locator('.xterm-rows').getByText('press here').last().boundingBox();
    if (place === null) throw new Error('the words are not in sight');
    await page.mouse.click(place.x + 20, place.y + 5);

    expect(await page.title()).toBe(title);
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe('mine');
    expect([...opened, ...asked]).toEqual([]);
  });

  it('show colours beyond the palette under the policy of the page', async () => {
    const { terminals, page, complaints } = await openTerminals({ theme: 'dark' });
    await terminals.openOn('pi-200');

    await terminals.type('pi-200', String.raw`printf '\033[38;2;255;160;0mamber\033[0m plain\n'`);
    await terminals.shows('pi-200', 'amber plain');

    const color = await page.evaluate<string>(
      'getComputedStyle([...document.querySelectorAll(".xterm-rows span")].find((span) => span.textContent === "amber")).color',
    );
    expect(color).toBe('rgb(255, 160, 0)');
    expect(complaints).toEqual([]);
  });

  it('take what is typed on a console, and on no other terminal', async () => {
    const { terminals, page, t, complaints } = await openTerminals();
    await terminals.button('terminals.new').click();
    await page.getByRole('menuitem', { name: t('terminals.console', { node: 'pi-201' }) }).click();

    await terminals.consoleShows('pi-201', 'pi-201 login:');
    await terminals.console('pi-201').locator('.xterm-screen').click();
    await page.keyboard.type('root, please');

    await terminals.consoleShows('pi-201', 'pi-201 login: root, please');
    expect(complaints).toEqual([]);
  });

  it('show the console of a node that can only be read', async () => {
    const { terminals, page, t, complaints } = await openTerminals({ scenario: readOnly });
    await terminals.button('terminals.new').click();
    await page.getByRole('menuitem', { name: t('terminals.console', { node: 'pi-201' }) }).click();

    await terminals.consoleShows('pi-201', 'pi-201 login:');
    await terminals.console('pi-201').getByText(t('terminals.output-only')).waitFor();
    await terminals.console('pi-201').locator('.xterm-screen').click();
    await page.keyboard.type('not for anybody');
    await page.keyboard.press('Tab');
    await expectAccessible(page);

    await terminals.tab(t('terminals.console-tab', { node: 'pi-201' })).waitFor();
    expect(await terminals.console('pi-201').locator('.xterm-rows').textContent()).not.toContain('anybody');
    expect(complaints).toEqual([]);
  });

  it('offer the console when ssh cannot reach the node', async () => {
    const { terminals } = await openTerminals();
    await terminals.openOn('pi-200');
    await terminals.type('pi-200', 'exit 255');
    await terminals.isIn('pi-200', 'terminals.state-ended-ssh');

    await terminals.button('terminals.show-console').click();

    await terminals.consoleShows('pi-200', 'pi-200 login:');
  });

  it('are none while no node runs, and say what to do', async () => {
    const { page, t } = await openTerminals({
      scenario: { labs: [{ name: 'Physics', nodes: 2, state: 'stopped' }] },
    });

    await page.getByText(t('terminals.empty-off')).waitFor();
  });
});

describe.each([
  ['light', { width: 1280, height: 800 }],
  ['dark', { width: 800, height: 600 }],
  ['contrast', { width: 1280, height: 800 }],
] as const)('in %s at %j', (theme, viewport) => {
  it('axe finds nothing on terminals, empty, side by side, typed to all, and ended', async () => {
    const { terminals, page } = await openTerminals({ theme, viewport, language: 'de' });
    await expectAccessible(page);
    await terminals.openAll(nodes);
    await terminals.button('terminals.type-to-all').click();
    await terminals.type('pi-200', 'exit 3');
    for (const node of nodes) await terminals.isIn(node, 'terminals.state-ended', { exitCode: 3 });

    await expectAccessible(page);
  });
});
