import type { ImageView } from '../contract/lab-views.ts';
import type { ApiHandlers, CallContext } from '../contract/methods.ts';
import { LabError } from '../domain/failure.ts';
import { baseIdSchema, operationIdSchema, type CpuArchitecture } from '../domain/ids.ts';
import type { OperationInfo } from '../domain/operation.ts';
import { uuidFromHex } from '../domain/plan-nodes.ts';
import type { ImageService } from '../images/image-service.ts';
import { runOperation } from '../operations/runner.ts';
import { readFolderBytes } from '../platform/disk.ts';
import { ensureDataFolder } from '../store/data-folder.ts';
import { withLock } from '../store/lock.ts';
import { readBaseUsers } from './base-users.ts';
import { removeBase } from './base-work.ts';
import type { LabDeps } from './context.ts';
import { braked, refuseShortDisk } from './disk-brake.ts';
import type { BaseRecord } from './lab-record.ts';

/** Images and the bases made of them. */
export type ImageHandlers = Pick<ApiHandlers, 'images.probe' | 'images.fetch' | 'images.list' | 'images.remove'>;

export function createImageHandlers(deps: LabDeps, images: ImageService, architecture: CpuArchitecture): ImageHandlers {
  return {
    'images.probe': ({ image }, { signal }) => images.probe(image, signal),
    'images.fetch': ({ image }, options) => fetchImage(deps, images, { image, architecture, options }),
    'images.list': async () => {
      const bases = await deps.store.listBases();
      const users = await readBaseUsers(deps);
      return {
        images: await listImages(images),
        bases: await Promise.all(
          bases.map(async (base) => ({
            baseId: base.baseId,
            name: base.name,
            hypervisor: base.hypervisor,
            imageId: base.imageId,
            sealed: base.snapshotId !== null,
            createdAt: base.createdAt,
            sizeBytes: await readFolderBytes(deps.paths.baseDir(base.baseId)),
            usedBy: [...(users.get(base.baseId) ?? [])],
          })),
        ),
      };
    },
    'images.remove': async ({ id }, { signal }) => {
      const baseId = baseIdSchema.safeParse(id);
      const base = baseId.success ? await deps.store.readBase(baseId.data) : null;
      if (base !== null) return { freedBytes: await removeUnusedBase(deps, base, signal) };
      const freedBytes = await images.remove(id);
      if (freedBytes !== null) return { freedBytes };
      const known = (await images.list()).cached.map(({ digest }) => digest.slice(0, 12)).join(', ');
      throw new LabError('image-not-known', `no image or base '${id}'`, { params: { image: id, known } });
    },
  };
}

async function listImages(images: ImageService): Promise<ImageView[]> {
  const { cached, offered } = await images.list();
  const here = await Promise.all(
    cached.map(async ({ imageId, digest, format, path }) => ({
      imageId,
      digest,
      format,
      sizeBytes: await readFolderBytes(path.slice(0, path.lastIndexOf(digest) + digest.length)),
      cached: true,
    })),
  );
  const ids = new Set(here.map(({ imageId }) => imageId));
  const absent = offered.filter((imageId) => !ids.has(imageId));
  return [
    ...here,
    ...absent.map((imageId) => ({ imageId, digest: null, format: null, sizeBytes: null, cached: false })),
  ];
}

/** Takes a base away that no lab stands on, also none in the trash, and answers its bytes. Throws `base-in-use`, `lab-busy`. */
export async function removeUnusedBase(deps: LabDeps, base: BaseRecord, signal: AbortSignal): Promise<number> {
  const { paths, processes, clock } = deps;
  const lock = { purpose: 'reclaim', processes, clock, signal };
  return withLock(paths.baseLockFile(base.baseId), lock, () => removeUnused(deps, base, signal));
}

async function removeUnused(deps: LabDeps, base: BaseRecord, signal: AbortSignal): Promise<number> {
  const users = (await readBaseUsers(deps)).get(base.baseId) ?? [];
  if (users.length > 0) {
    throw new LabError('base-in-use', `base ${base.baseId} is in use`, {
      params: { name: base.name, users: users.join(', ') },
    });
  }
  const freedBytes = await readFolderBytes(deps.paths.baseDir(base.baseId));
  const driver = await deps.drivers.driver(base.hypervisor);
  await removeBase({ deps, driver }, base, signal);
  return freedBytes;
}

interface FetchRequest {
  readonly image: string;
  readonly architecture: CpuArchitecture;
  readonly options: CallContext;
}

/** Has an image on this computer before a lab needs it; an operation without a lab, so nothing is kept in a journal. */
async function fetchImage(deps: LabDeps, images: ImageService, request: FetchRequest): Promise<OperationInfo> {
  const { image, architecture, options } = request;
  await ensureDataFolder(deps.paths);
  return runOperation({
    id: operationIdSchema.parse(uuidFromHex(deps.random.hex(16))),
    kind: 'fetch-image',
    target: image,
    work: [
      {
        id: 'image',
        title: { key: 'steps.image', params: { image } },
        weight: 1,
        run: async (context) => {
          refuseShortDisk(deps);
          await images.ensureImage({ image, architecture }, braked(deps, context));
        },
      },
    ],
    signal: options.signal,
    clock: deps.clock,
    journal: () => Promise.resolve(),
    publish: options.onProgress ?? (() => undefined),
  });
}
