import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import type { OperationRecord } from '../../../src-main/contract/app-views.ts';
import type { LabView } from '../../../src-main/contract/lab-views.ts';
import { useMetrics, useSendFile } from '../../api/index.ts';
import { CardGrid } from '../../components/card-grid.tsx';
import { FileButton } from '../../components/file-button.tsx';
import { FileDrop } from '../../components/file-drop.tsx';
import { FailureNotice, operationFailure } from '../../components/failure-notice.tsx';
import { Card, Section } from '../../components/page.tsx';
import { useT } from '../../lib/i18n.tsx';
import { OperationHistory, OperationPanel } from '../operations/index.ts';
import { Topology } from '../topology/index.ts';
import { AddNodes } from './add-nodes.tsx';
import { ConnectionHelp } from './connection-help.tsx';
import { DeleteLab } from './delete-lab.tsx';
import { NodeCard } from './node-card.tsx';
import { PowerControl } from './power-control.tsx';
import { RoomNotice } from './room-notice.tsx';
import { SleepNotice } from './sleep-notice.tsx';
import { SlowNotice } from './slow-notice.tsx';
import { StartOrder } from './start-order.tsx';
import { SentFiles } from './sent-files.tsx';
import { Snapshots } from './snapshots.tsx';

interface LabOverviewProps {
  readonly lab: LabView;
  readonly operations: readonly OperationRecord[];
  readonly running: OperationRecord | undefined;
}

/** Everything about a lab but its terminals. */
export function LabOverview({ lab, operations, running }: LabOverviewProps): ReactNode {
  const t = useT();
  const isBusy = running !== undefined;
  const runningNames = lab.nodes.filter(({ state }) => state === 'running').map(({ name }) => name);
  const metrics = useMetrics(lab.labId, { isEnabled: runningNames.length > 0 });
  const sender = useSendFile(lab.labId);
  const { send } = sender;
  const canSend = !isBusy && runningNames.length > 0;
  // How the last one ended stays in sight when it did not end well.
  const shown = running ?? operations.slice(0, 1).find(({ state }) => state === 'failed' || state === 'cancelled');
  return (
    <>
      <PowerControl lab={lab} isBusy={isBusy} />
      {lab.problem !== undefined && (
        <Box sx={{ mt: 2 }}>
          <FailureNotice failure={operationFailure(lab.problem, t)} />
        </Box>
      )}
      <SlowNotice lab={lab} />
      <SleepNotice lab={lab} operations={operations} />
      <RoomNotice lab={lab} isBusy={isBusy} />
      {shown !== undefined && (
        <Box sx={{ mt: 2 }}>
          <Card>
            <Typography variant="h2" sx={{ mb: 1 }}>
              {isBusy ? t(`labs.kind-${shown.kind}`) : t('labs.result-title', { kind: t(`labs.kind-${shown.kind}`) })}
            </Typography>
            <OperationPanel operation={shown} />
          </Card>
        </Box>
      )}
      <Section
        title={t('labs.nodes-title')}
        actions={
          <>
            <FileButton
              label={t('nodes.copy-to-all')}
              isDisabled={!canSend}
              onFiles={(files) => send(files, runningNames)}
            />
            <AddNodes lab={lab} isBusy={isBusy} />
          </>
        }
      >
        <FileDrop label={t('nodes.copy-to-all')} isOff={!canSend} onFiles={(files) => send(files, runningNames)}>
          <CardGrid minWidth="16.5rem">
            {lab.nodes.map((node) => (
              <NodeCard
                key={node.name}
                lab={lab}
                node={node}
                metrics={metrics.find(({ name }) => name === node.name)}
                isBusy={isBusy}
                onFiles={(files) => send(files, [node.name])}
              />
            ))}
          </CardGrid>
        </FileDrop>
        {runningNames.length > 0 && (
          <Typography variant="body2" sx={{ mt: 1, color: 'text.secondary' }}>
            {t('nodes.copy-hint')}
          </Typography>
        )}
        <SentFiles sender={sender} />
      </Section>
      <Section title={t('labs.topology-title')}>
        <Card>
          <Topology nodes={lab.nodes} network={lab.network} />
        </Card>
      </Section>
      <StartOrder lab={lab} isBusy={isBusy} />
      <Snapshots lab={lab} isBusy={isBusy} />
      <ConnectionHelp lab={lab} />
      <Section title={t('labs.history-title')}>
        <OperationHistory labId={lab.labId} runningId={running?.id ?? null} />
      </Section>
      <DeleteLab lab={lab} isBusy={isBusy} />
    </>
  );
}
