import { z } from 'zod';

const infoSchema = z.object({
  format: z.string(),
  filename: z.string().optional(),
  'virtual-size': z.int(),
  'backing-filename': z.string().optional(),
  'full-backing-filename': z.string().optional(),
  snapshots: z.array(z.object({ name: z.string(), 'vm-state-size': z.int() })).optional(),
  'format-specific': z
    .object({
      data: z
        .object({
          'data-file': z.string().optional(),
          extents: z.array(z.object({ filename: z.string().optional() })).optional(),
        })
        .optional(),
    })
    .optional(),
});

export interface ImageInfo {
  readonly format: string;
  readonly virtualSizeBytes: number;
  /** Files this image is not whole without. */
  readonly otherFiles: readonly string[];
  /** Internal snapshots by name. */
  readonly snapshots: readonly { readonly tag: string; readonly memoryBytes: number }[];
}

/** Reads `qemu-img info --output=json`. */
export function parseImageInfo(json: string): ImageInfo {
  const info = infoSchema.parse(JSON.parse(json));
  const specific = info['format-specific']?.data;
  const others = [
    info['full-backing-filename'] ?? info['backing-filename'],
    specific?.['data-file'],
    // Of a VMDK that is one file, it is that very file.
    ...(specific?.extents ?? []).map(({ filename }) => filename).filter((file) => file !== info.filename),
  ];
  return {
    format: info.format,
    virtualSizeBytes: info['virtual-size'],
    otherFiles: others.filter((file): file is string => file !== undefined),
    snapshots: (info.snapshots ?? []).map((snapshot) => ({
      tag: snapshot.name,
      memoryBytes: snapshot['vm-state-size'],
    })),
  };
}

/** Fraction in a progress line of `qemu-img -p`, `    (12.34/100%)`; null when there is none. */
export function parseProgress(line: string): number | null {
  const percent = /\((?<percent>\d+(?:\.\d+)?)\/100%\)/.exec(line)?.groups?.percent;
  return percent === undefined ? null : Math.min(1, Number(percent) / 100);
}
