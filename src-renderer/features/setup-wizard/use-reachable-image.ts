import { useEffect, useState } from 'react';
import { useApiQuery } from '../../api/index.ts';
import { defaultImage } from './model/draft.ts';
import { useWizard } from './wizard-context.ts';

/**
 * Where the proposed image cannot be reached, takes the one this computer can have without it: once, on the first visit, so that
 * whoever just goes on gets a lab, and what the user chooses then stays chosen. True when it did.
 */
export function useReachableImage(): boolean {
  const { draft, changeSpec } = useWizard();
  const [isReplaced, setIsReplaced] = useState(false);
  const isProposed = draft.furthest === 'image' && draft.spec.image === defaultImage && !isReplaced;
  const { data: probe } = useApiQuery('images.probe', { image: defaultImage }, { isEnabled: isProposed });
  const fallback = isProposed && probe?.status === 'unreachable' ? probe.fallback : null;
  useEffect(() => {
    if (fallback === null) return;
    setIsReplaced(true);
    changeSpec({ image: fallback });
  }, [fallback, changeSpec]);
  return isReplaced;
}
