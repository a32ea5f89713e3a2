import { describe, expect, it } from 'vitest';
import { placeWindow, type Bounds, type WindowPlace } from '../../../src-main/shells/electron/window-place.ts';

const first: Bounds = { x: 0, y: 0, width: 1920, height: 1040 };
const right: Bounds = { x: 1920, y: 0, width: 2560, height: 1400 };
const left: Bounds = { x: -1280, y: 100, width: 1280, height: 984 };

function saved(x: number, y: number, size = { width: 1000, height: 700 }): WindowPlace {
  return { bounds: { x, y, ...size }, isMaximized: false };
}

describe('where the window opens', () => {
  it.each([
    ['in the middle when it was never open', null, [first], { x: 320, y: 90, width: 1280, height: 860 }],
    [
      'smaller where the monitor is',
      null,
      [{ x: 0, y: 25, width: 1024, height: 600 }],
      { x: 0, y: 25, width: 1024, height: 600 },
    ],
    ['where it was', saved(100, 50), [first], { x: 100, y: 50, width: 1000, height: 700 }],
    [
      'where it was, on a monitor at the left',
      saved(-1200, 150),
      [first, left],
      { x: -1200, y: 150, width: 1000, height: 700 },
    ],
    [
      'in the middle of the first one after its monitor has gone',
      saved(2500, 300),
      [first],
      { x: 460, y: 170, width: 1000, height: 700 },
    ],
    [
      'where it was while its monitor is there',
      saved(2500, 300),
      [first, right],
      { x: 2500, y: 300, width: 1000, height: 700 },
    ],
    [
      'in the middle when only a sliver would be seen',
      saved(1900, 300),
      [first],
      { x: 460, y: 170, width: 1000, height: 700 },
    ],
    [
      'in the middle when its upper edge would be above',
      saved(100, -600),
      [first],
      { x: 460, y: 170, width: 1000, height: 700 },
    ],
    [
      'a little lower when its upper edge was just above',
      saved(100, -10),
      [first],
      { x: 100, y: 0, width: 1000, height: 700 },
    ],
    [
      'no larger than its monitor',
      saved(0, 0, { width: 5000, height: 4000 }),
      [first],
      { x: 0, y: 0, width: 1920, height: 1040 },
    ],
    ['somewhere even where no monitor is known', null, [], { x: 0, y: 0, width: 1280, height: 860 }],
  ])('is %s', (...[, place, areas, bounds]) => {
    expect(placeWindow(place, areas)).toEqual({ bounds, isMaximized: false });
  });

  it('stays maximised, also when its monitor has gone', () => {
    expect(placeWindow({ ...saved(5000, 0), isMaximized: true }, [first]).isMaximized).toBe(true);
  });
});
