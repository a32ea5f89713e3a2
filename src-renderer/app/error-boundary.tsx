import Button from '@mui/material/Button';
import { Component, type ReactNode } from 'react';
import { FailureNotice, failureOf } from '../components/failure-notice.tsx';
import { Page } from '../components/page.tsx';
import { useT } from '../lib/i18n.tsx';

interface State {
  readonly error: unknown;
  readonly hasFailed: boolean;
}

/** A bug in one screen is shown in its place; the rest goes on. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { error: null, hasFailed: false };

  static getDerivedStateFromError(error: unknown): State {
    return { error, hasFailed: true };
  }

  override render(): ReactNode {
    return this.state.hasFailed ? <Broken error={this.state.error} /> : this.props.children;
  }
}

function Broken({ error }: { readonly error: unknown }): ReactNode {
  const t = useT();
  return (
    <Page title={t('ui.app-name')}>
      <FailureNotice failure={failureOf(error, t)}>
        <Button
          variant="contained"
          onClick={() => {
            window.location.reload();
          }}
        >
          {t('ui.reload-page')}
        </Button>
      </FailureNotice>
    </Page>
  );
}
