import { canStrike, type FaultId, type Point } from './faults.ts';

/** Thrown to everything that an app does after its end: none of it has an effect. */
export class AppEnded extends Error {
  constructor() {
    super('the app has ended');
    this.name = 'AppEnded';
  }
}

/** A fault and the one of its points at which it strikes, counted from 1. */
export interface PlannedFault {
  readonly fault: FaultId;
  readonly at: number;
}

/** Counts the points of one app, and lets its fault strike. */
export interface Injector {
  /**
   * Called right before each point, which is told what happens there: null for nothing. Faults that end the app throw `AppEnded`,
   * and so does everything afterwards, but for a torn line, which its writer tears first.
   */
  reach(point: Point): FaultId | null;
  /** Every point so far. */
  readonly points: readonly Point[];
  /** Where the fault struck; null while it did not. */
  readonly struck: () => Point | null;
  readonly isEnded: () => boolean;
  /** Ends the app. */
  readonly end: () => void;
  /** True from where the disk was full until `heal`. */
  readonly isFull: () => boolean;
  /** Files that cannot be read until `heal`. */
  readonly unreadable: Set<string>;
  /** The disk has space again, files can be read. Called when the run has come to its end. */
  readonly heal: () => void;
  /** What the user cancels with. */
  readonly user: AbortController;
}

const ending: readonly FaultId[] = ['killed', 'power-cut'];

/** Without a plan it only counts. */
export function createInjector(plan: PlannedFault | null = null): Injector {
  const points: Point[] = [];
  let reached = 0;
  let struck: Point | null = null;
  let isEnded = false;
  let isFull = false;
  const unreadable = new Set<string>();
  return {
    points,
    struck: () => struck,
    isEnded: () => isEnded,
    isFull: () => isFull,
    unreadable,
    user: new AbortController(),
    end: () => {
      isEnded = true;
    },
    heal: () => {
      isFull = false;
      unreadable.clear();
    },
    reach: (point) => {
      if (isEnded) throw new AppEnded();
      points.push(point);
      if (plan === null || struck !== null || !canStrike(plan.fault, point)) return null;
      reached += 1;
      if (reached !== plan.at) return null;
      struck = point;
      if (plan.fault === 'disk-full') isFull = true;
      if (!ending.includes(plan.fault)) return plan.fault;
      isEnded = true;
      throw new AppEnded();
    },
  };
}
