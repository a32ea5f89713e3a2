import type fs from 'node:fs';
import { dirname, join } from 'node:path';

/** Something that was done to the file system and is not on the disk yet. */
interface Pending {
  /** Folders that have to be synced for it to last; none: it is the content of a file, which is synced itself. */
  readonly dir: string | null;
  /** The file whose content it is; it may have another name by now. */
  readonly content: { path: string } | null;
  /** Makes it not have happened, where that is still possible. */
  readonly lose: (random: () => number) => void;
}

/**
 * Knows what an app did to files that a power cut may take back: contents until the file is synced, names until their folder is. Of
 * these each may be lost by itself, in any order.
 */
export interface Unsynced {
  created(path: string, kind: 'file' | 'folder'): void;
  /** Call before: keeps what is there. */
  renaming(from: string, to: string): () => void;
  /** Call before: keeps what goes. Answers what to call once it is gone. */
  removing(path: string): () => void;
  /** Call before the first change. */
  changing(path: string): void;
  synced(path: string): void;
  /** Loses what was not synced, each thing or not as `random` says. */
  lose(random: () => number): void;
}

/** `real`: the functions of Node themselves. */
export interface RealFiles {
  readonly existsSync: typeof fs.existsSync;
  readonly linkSync: typeof fs.linkSync;
  readonly lstatSync: typeof fs.lstatSync;
  readonly mkdirSync: typeof fs.mkdirSync;
  readonly readFileSync: typeof fs.readFileSync;
  readonly readdirSync: typeof fs.readdirSync;
  readonly renameSync: typeof fs.renameSync;
  readonly rmSync: typeof fs.rmSync;
  readonly rmdirSync: typeof fs.rmdirSync;
  readonly writeFileSync: typeof fs.writeFileSync;
}

/** Larger files are no records: they are written by programs that sync themselves. */
const rememberedBytes = 1024 ** 2;

/** In all, so that names differ. */
let keptFiles = 0;

/** `keepDir`: a folder on the same disk for what was removed. */
export function createUnsynced(real: RealFiles, keepDir: string): Unsynced {
  let pending: Pending[] = [];
  real.mkdirSync(keepDir, { recursive: true });

  function keep(path: string): string | null {
    if (!real.existsSync(path) || real.lstatSync(path).isDirectory()) return null;
    keptFiles += 1;
    const place = join(keepDir, String(keptFiles));
    real.linkSync(path, place);
    return place;
  }
  function hasRoom(path: string): boolean {
    return !real.existsSync(path) && real.existsSync(dirname(path));
  }
  function add(dir: string, lose: () => void): void {
    pending.push({ dir, content: null, lose });
  }
  return {
    created: (path, kind) => {
      add(dirname(path), () => {
        if (!real.existsSync(path)) return;
        if (kind === 'file') real.rmSync(path);
        // A folder with something in it that lasts, such as what the hypervisor wrote, lasts too.
        else if (real.readdirSync(path).length === 0) real.rmdirSync(path);
      });
    },
    renaming: (from, to) => {
      const old = keep(to);
      return () => {
        for (const { content } of pending) if (content?.path === from) content.path = to;
        add(dirname(to), () => {
          if (!real.existsSync(to) || !hasRoom(from)) return;
          real.renameSync(to, from);
          if (old !== null) real.renameSync(old, to);
        });
      };
    },
    removing: (path) => {
      const isFolder = real.existsSync(path) && real.lstatSync(path).isDirectory();
      const old = keep(path);
      return () => {
        add(dirname(path), () => {
          if (!hasRoom(path)) return;
          if (isFolder) real.mkdirSync(path);
          else if (old !== null) real.renameSync(old, path);
        });
      };
    },
    changing: (path) => {
      if (pending.some(({ content }) => content?.path === path)) return;
      const exists = real.existsSync(path);
      if (exists && real.lstatSync(path).size > rememberedBytes) return;
      const before = exists ? real.readFileSync(path) : Buffer.alloc(0);
      const content = { path };
      pending.push({
        dir: null,
        content,
        lose: (random) => {
          if (!real.existsSync(content.path)) return;
          const now = real.readFileSync(content.path);
          const torn = now.subarray(0, Math.floor(now.length * random()));
          // Some file systems know the new length before they have the bytes.
          const zeroed = Buffer.concat([before, Buffer.alloc(Math.max(0, now.length - before.length))]);
          const choices = [before, torn, zeroed, Buffer.alloc(0)];
          real.writeFileSync(content.path, choices[Math.floor(random() * choices.length)] ?? before);
        },
      });
    },
    synced: (path) => {
      pending = pending.filter(({ dir, content }) => content?.path !== path && dir !== path);
    },
    lose: (random) => {
      for (const { lose } of pending.toReversed()) if (random() < 0.5) lose(random);
      pending = [];
    },
  };
}
