import type { ReactNode } from 'react';
import { useApiQuery } from '../../api/index.ts';
import { Section } from '../../components/page.tsx';
import { formatBytes } from '../../lib/format.ts';
import { useWords } from '../../lib/i18n.tsx';
import { Row, Rows } from './rows.tsx';

/** Folders that no record names; left out when there is none. */
export function Leftovers(): ReactNode {
  const { t, language } = useWords();
  const { data } = useApiQuery('data.inspect', {});
  if (data === undefined || data.leftovers.length === 0) return null;
  return (
    <Section title={t('ui.storage-leftovers')}>
      <Rows lead={t('ui.storage-leftovers-lead')} empty="">
        {data.leftovers.map((leftover) => (
          <Row
            key={leftover.path}
            icon="file"
            title={leftover.path}
            facts={[t(`cli.leftover-${leftover.kind}`), formatBytes(leftover.sizeBytes, language)]}
          />
        ))}
      </Rows>
    </Section>
  );
}
