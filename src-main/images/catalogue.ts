import type { CpuArchitecture } from '../domain/ids.ts';

/** Id of the image that is built from packages instead of downloaded. */
export const builtImageId = 'debian-packages';

/** One file the publisher offers. */
export interface CatalogueFile {
  /** Server and folder; mirrors in the order in which they are tried. */
  readonly folders: readonly string[];
  readonly fileName: string;
  /** SHA-256 of the file, hexadecimal. */
  readonly digest: string;
}

/** One image a user can choose. */
export interface CatalogueEntry {
  readonly imageId: string;
  readonly files: Readonly<Record<CpuArchitecture, CatalogueFile>>;
  /** Folder that always holds the newest release, with SHA256SUMS and its signature; dated folders vanish after months. */
  readonly latestFolder: string;
}

const server = 'https://cloud-images.ubuntu.com';

function ubuntu(
  imageId: string,
  release: {
    readonly name: string;
    readonly date: string;
    readonly version: string;
    readonly amd64: string;
    readonly arm64: string;
  },
): CatalogueEntry {
  const folder = `${server}/releases/${release.name}/release-${release.date}`;
  const latestFolder = `${server}/releases/${release.name}/release`;
  const file = (architecture: CpuArchitecture, digest: string): CatalogueFile => ({
    folders: [folder],
    fileName: `ubuntu-${release.version}-server-cloudimg-${architecture}.img`,
    digest,
  });
  return { imageId, latestFolder, files: { amd64: file('amd64', release.amd64), arm64: file('arm64', release.arm64) } };
}

/** Ubuntu's cloud images as published in July 2026; `refresh.ts` finds newer ones. */
export const catalogue: readonly CatalogueEntry[] = [
  ubuntu('ubuntu-24.04', {
    name: 'noble',
    date: '20260705',
    version: '24.04',
    amd64: 'ffe6203da54deeb6db5d2a98a83f9ec8e55f149d3f7ba622e1abe5fa966ee3d6',
    arm64: '7df0201546f75b8bcc1044594c806c35749421ad3c9bc1be2a3ab806cfae39cc',
  }),
  ubuntu('ubuntu-26.04', {
    name: 'resolute',
    date: '20260720',
    version: '26.04',
    amd64: '117816726abbdefc5ef3e38902e81a76f1c76c3610e709999d0885f9d5d9b477',
    arm64: '7bcf159e29ad0000bfed9c57875908c39268f5ed1257f4958fa6a9f5f60edd54',
  }),
];
