import { z } from 'zod';

/** In pixels of the desktop, over all monitors; may be negative left of and above the first. */
const boundsSchema = z.object({ x: z.int(), y: z.int(), width: z.int().min(1), height: z.int().min(1) });
export type Bounds = z.infer<typeof boundsSchema>;

/** How the window stood when it was last seen. */
export const windowPlaceSchema = z.object({ bounds: boundsSchema, isMaximized: z.boolean() });
export type WindowPlace = z.infer<typeof windowPlaceSchema>;

const usualSize = { width: 1280, height: 860 } as const;
/** So much of the upper edge must be seen for the window to be taken hold of. */
const grip = { width: 120, height: 40 } as const;

/**
 * Where the window opens: where it was, made smaller where it does not fit, and in the middle of the first monitor where it could not
 * be taken hold of, as after a monitor has gone. `workAreas` are the monitors without their task bars, the first one first.
 */
export function placeWindow(saved: WindowPlace | null, workAreas: readonly Bounds[]): WindowPlace {
  const [first = { x: 0, y: 0, ...usualSize }] = workAreas;
  const home = saved === null ? undefined : workAreas.find((area) => holdsGrip(area, saved.bounds));
  if (saved === null || home === undefined) {
    return { bounds: centre(saved?.bounds ?? usualSize, first), isMaximized: saved?.isMaximized ?? false };
  }
  const { width, height } = fit(saved.bounds, home);
  const y = Math.max(saved.bounds.y, home.y);
  return { bounds: { x: saved.bounds.x, y, width, height }, isMaximized: saved.isMaximized };
}

type Size = Pick<Bounds, 'width' | 'height'>;

function fit(size: Size, area: Bounds): Size {
  return { width: Math.min(size.width, area.width), height: Math.min(size.height, area.height) };
}

function centre(size: Size, area: Bounds): Bounds {
  const { width, height } = fit(size, area);
  const x = area.x + Math.round((area.width - width) / 2);
  const y = area.y + Math.round((area.height - height) / 2);
  return { x, y, width, height };
}

function holdsGrip(area: Bounds, { x, y, width }: Bounds): boolean {
  const seenWidth = Math.min(x + width, area.x + area.width) - Math.max(x, area.x);
  const seenHeight = Math.min(y + grip.height, area.y + area.height) - Math.max(y, area.y);
  return seenWidth >= Math.min(grip.width, width) && seenHeight >= grip.height / 2;
}
