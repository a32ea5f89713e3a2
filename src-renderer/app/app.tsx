import Box from '@mui/material/Box';
import CssBaseline from '@mui/material/CssBaseline';
import { ThemeProvider } from '@mui/material/styles';
import { useMemo, type ReactNode } from 'react';
import { DiagnosticsPage } from '../features/host-check/index.ts';
import { LabPage, LabsPage } from '../features/lab/index.ts';
import { SettingsPage } from '../features/settings/index.ts';
import { SetupWizard } from '../features/setup-wizard/index.ts';
import { StoragePage } from '../features/storage/index.ts';
import { ContainersPage, HelpPage } from '../features/teaching/index.ts';
import { useT, WordsProvider } from '../lib/i18n.tsx';
import { useHash } from '../lib/place.ts';
import { parseRoute, routeHref, type Route } from '../lib/route.ts';
import { ConnectionBanner } from './connection-banner.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { Navigation } from './navigation.tsx';
import { createLabTheme } from './theme/theme.ts';
import { UpdateNotice } from './update-notice.tsx';
import { usePreferences } from './use-preferences.ts';

/** The whole app, in the language and look of the user. */
export function App(): ReactNode {
  const { language, look } = usePreferences();
  const theme = useMemo(() => createLabTheme(look), [look]);
  return (
    <ThemeProvider theme={theme}>
      <CssBaseline enableColorScheme />
      <WordsProvider language={language}>
        <Shell />
      </WordsProvider>
    </ThemeProvider>
  );
}

function Shell(): ReactNode {
  const hash = useHash();
  const route = parseRoute(hash);
  return (
    <>
      <SkipLink />
      <Box sx={{ display: 'flex', flexDirection: { xs: 'column', sm: 'row' }, minHeight: '100vh' }}>
        <Navigation current={route.page} />
        <Box component="main" id="content" tabIndex={-1} sx={{ flex: 1, minWidth: 0 }}>
          <ConnectionBanner />
          <UpdateNotice />
          <ErrorBoundary key={routeKey(route)}>
            <Place route={route} />
          </ErrorBoundary>
        </Box>
      </Box>
    </>
  );
}

/** The first thing the Tab key reaches: past the navigation. */
function SkipLink(): ReactNode {
  const t = useT();
  return (
    <Box
      component="a"
      href="#content"
      onClick={(event) => {
        // The address belongs to the routes.
        event.preventDefault();
        document.getElementById('content')?.focus();
      }}
      sx={(theme) => ({
        position: 'absolute',
        left: '-100vw',
        zIndex: theme.zIndex.tooltip,
        p: 1.5,
        color: theme.palette.primary.contrastText,
        backgroundColor: theme.palette.primary.main,
        '&:focus': { left: '0.5rem', top: '0.5rem' },
      })}
    >
      {t('ui.skip-link')}
    </Box>
  );
}

/** Screens that share what they hold, like the parts of a lab, share a key. */
function routeKey(route: Route): string {
  return route.page === 'lab' ? `lab ${route.labId}` : routeHref(route);
}

function Place({ route }: { readonly route: Route }): ReactNode {
  switch (route.page) {
    case 'labs':
      return <LabsPage />;
    case 'lab':
      return <LabPage route={route} />;
    case 'new':
      return <SetupWizard />;
    case 'storage':
      return <StoragePage />;
    case 'diagnostics':
      return <DiagnosticsPage />;
    case 'settings':
      return <SettingsPage />;
    case 'help':
      return route.topic === 'containers' ? <ContainersPage /> : <HelpPage />;
  }
}
