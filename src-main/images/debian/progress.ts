/** Lines that show one package going one of its three ways: fetched, unpacked, set up. */
const packageLine = /^(?:Get:\d+ |Unpacking |Setting up )/;

/**
 * Three lines for each of about 220 packages (Debian 12.12, mmdebstrap 1.3.5). A wrong number only makes the bar end early or
 * late.
 */
const expectedLines = 3 * 220;

/** Fraction of the installation, 0 to 1, from the output lines of mmdebstrap `--verbose`; never goes back. */
export function createInstallProgress(): (line: string) => number {
  let seen = 0;
  return (line) => {
    if (packageLine.test(line)) seen += 1;
    return Math.min(seen / expectedLines, 1);
  };
}
