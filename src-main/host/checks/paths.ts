import { verdict, type CheckInput, type HostCheckFunction } from '../check.ts';
import { byHand } from '../fixes.ts';

/** File systems that lie on another computer, as Linux, macOS and Windows (by our own word) call them. */
const networkTypes = /^(?:network|nfs\d?|cifs|smb\w*|fuse\.sshfs|afpfs|webdav|ncpfs|9p|afs)$/i;
/** Those in which no file may be larger than 4 GiB; a node's disk grows beyond. */
const smallFileTypes = /^(?:v?fat(?:32)?|msdos)$/i;
/** Folders that programs of a cloud keep the same on several computers. */
const syncedFolder =
  /[\\/](OneDrive(?: - [^\\/]+)?|iCloud ?Drive|Mobile Documents|CloudStorage|Dropbox(?: \([^\\/]+\))?|Google Drive|GoogleDrive|Nextcloud|ownCloud)(?=[\\/]|$)/i;
/** Windows' limit is 260 characters, and below the data folder up to about 130 are needed. */
const windowsLimit = 120;

type Trouble = 'network-drive' | 'small-files' | 'synced' | 'odd-end' | 'too-long';

/** The folder of all labs. Umlauts and blanks are fine; what is named here truly troubles. */
export const checkPaths: HostCheckFunction = (input) => {
  const { platform, computer } = input;
  const id = 'paths';
  const params = {
    path: platform.dataDir,
    synced: syncedFolder.exec(platform.dataDir)?.[1] ?? '',
    limit: windowsLimit,
  };
  const evidence = [platform.dataDir, ...computer.fileSystem.evidence];
  const trouble = troubleOf(input);
  if (trouble !== null) {
    const isBad = trouble === 'network-drive' || trouble === 'small-files' || trouble === 'odd-end';
    return verdict({
      id,
      status: isBad ? 'problem' : 'warning',
      finding: trouble,
      params,
      evidence,
      fixes: [byHand('move-data')],
    });
  }
  if (computer.fileSystem.value === null)
    return verdict({ id, status: 'unknown', finding: 'unknown', params, evidence });
  return verdict({ id, status: 'ok', finding: 'good', params, evidence });
};

function troubleOf({ platform, computer }: CheckInput): Trouble | null {
  const { dataDir } = platform;
  const type = computer.fileSystem.value ?? '';
  if (networkTypes.test(type)) return 'network-drive';
  if (smallFileTypes.test(type)) return 'small-files';
  if (syncedFolder.test(dataDir)) return 'synced';
  if (platform.id !== 'windows') return null;
  // Windows drops dots and blanks at the end of a name, and then looks for another folder.
  if (dataDir.split(/[\\/]/).some((part) => /[. ]$/.test(part) && !/^\.+$/.test(part))) return 'odd-end';
  return dataDir.length > windowsLimit ? 'too-long' : null;
}
