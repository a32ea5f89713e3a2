import { useEffect, useState } from 'react';
import { useApiQuery } from '../../api/index.ts';
import { useSettings } from '../settings/index.ts';
import { openFindings, type OpenFindings } from './model/muting.ts';

/** The first screen comes first: a check starts programs. While nobody looks, none is started. */
const firstCheckAfterMs = 3_000;

/**
 * What the last check of this computer left open, for the badge; null while nobody has checked. Checks once by itself, soon after
 * the app was opened; from then on it follows the checks that somebody asks for.
 */
export function useOpenFindings(): OpenFindings | null {
  const [isDue, setIsDue] = useState(false);
  const { mutedChecks } = useSettings().settings;
  useEffect(() => {
    function checkIfSeen(): void {
      if (document.visibilityState === 'visible') setIsDue(true);
      else document.addEventListener('visibilitychange', checkIfSeen, { once: true });
    }
    const timer = setTimeout(checkIfSeen, firstCheckAfterMs);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', checkIfSeen);
    };
  }, []);
  const known = useApiQuery('host.check', {}, { isEnabled: false });
  const isUnknown = known.data === undefined && known.error === null;
  const { data } = useApiQuery('host.check', {}, { isEnabled: isDue && isUnknown });
  return data === undefined ? null : openFindings(data.checks, mutedChecks);
}
