import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import type { ReactNode } from 'react';
import { Icon } from '../components/icon.tsx';
import type { IconName } from '../components/icon-paths.ts';
import { useOpenFindings } from '../features/host-check/index.ts';
import { useT } from '../lib/i18n.tsx';
import { routeHref, type Route } from '../lib/route.ts';
import { visuallyHidden } from '../lib/visually-hidden.ts';
import { LanguageMenu, ThemeMenu } from './quick-menus.tsx';

const places: readonly { readonly key: string; readonly icon: IconName; readonly route: Route }[] = [
  { key: 'labs', icon: 'labs', route: { page: 'labs' } },
  { key: 'new', icon: 'plus', route: { page: 'new' } },
  { key: 'storage', icon: 'disk', route: { page: 'storage' } },
  { key: 'diagnostics', icon: 'wrench', route: { page: 'diagnostics' } },
  { key: 'settings', icon: 'settings', route: { page: 'settings' } },
  { key: 'help', icon: 'book', route: { page: 'help', topic: 'start' } },
];

/** The way to every place, at the side on wide screens and at the top on narrow ones. */
export function Navigation({ current }: { readonly current: Route['page'] }): ReactNode {
  const t = useT();
  const currentKey = current === 'lab' ? 'labs' : current;
  return (
    <Box
      component="nav"
      aria-label={t('ui.main-navigation')}
      sx={(theme) => ({
        display: 'flex',
        gap: 0.5,
        p: 1,
        alignItems: { xs: 'center', sm: 'stretch' },
        flexDirection: { xs: 'row', sm: 'column' },
        overflowX: { xs: 'auto', sm: 'visible' },
        backgroundColor: theme.palette.background.paper,
        borderRight: { sm: `1px solid ${theme.palette.divider}` },
        borderBottom: { xs: `1px solid ${theme.palette.divider}`, sm: 0 },
        position: { sm: 'sticky' },
        top: 0,
        height: { sm: '100vh' },
        width: { sm: '7.4rem', lg: '13.5rem' },
        overflowY: 'auto',
        flexShrink: 0,
      })}
    >
      <Brand />
      {places.map(({ key, icon, route }) => (
        <Place
          key={key}
          href={routeHref(route)}
          icon={icon}
          label={t(`ui.nav-${key}`)}
          isCurrent={key === currentKey}
          badge={key === 'diagnostics' ? <FindingsBadge /> : null}
        />
      ))}
      <Box sx={{ flex: 1 }} />
      <Box
        sx={{ display: 'flex', flexDirection: { xs: 'row', sm: 'column', lg: 'row' }, gap: 0.5, alignItems: 'center' }}
      >
        <LanguageMenu />
        <ThemeMenu />
      </Box>
    </Box>
  );
}

function Brand(): ReactNode {
  const t = useT();
  return (
    <Box
      sx={{
        display: { xs: 'none', sm: 'flex' },
        flexDirection: { sm: 'column', lg: 'row' },
        alignItems: 'center',
        gap: 1.25,
        px: { lg: 1 },
        pt: 1,
        pb: 2.5,
      }}
    >
      <Box component="img" src="./icon.svg" alt="" sx={{ width: '2.3rem', height: '2.3rem' }} />
      <Box sx={{ fontWeight: 700, display: { xs: 'none', lg: 'block' } }}>{t('ui.app-name')}</Box>
    </Box>
  );
}

interface PlaceProps {
  readonly href: string;
  readonly icon: IconName;
  readonly label: string;
  readonly isCurrent: boolean;
  /** What waits there. */
  readonly badge: ReactNode;
}

function Place({ href, icon, label, isCurrent, badge }: PlaceProps): ReactNode {
  return (
    <ButtonBase
      href={href}
      {...(isCurrent ? { 'aria-current': 'page' as const } : {})}
      sx={(theme) => ({
        display: 'flex',
        flexDirection: { xs: 'column', lg: 'row' },
        justifyContent: { xs: 'center', lg: 'flex-start' },
        gap: { xs: 0.4, lg: 1.5 },
        px: { xs: 0.5, lg: 1.5 },
        py: 1,
        minWidth: { xs: '4.5rem', sm: 0 },
        borderRadius: '0.75rem',
        fontSize: { xs: '0.76rem', lg: '0.97rem' },
        fontWeight: 600,
        textAlign: 'center',
        hyphens: 'auto',
        color: isCurrent ? theme.palette.primary.main : theme.palette.text.secondary,
        backgroundColor: isCurrent ? theme.lab.tint : 'transparent',
        outline: isCurrent && theme.look === 'contrast' ? `1px solid ${theme.palette.divider}` : undefined,
        '&:hover': { backgroundColor: theme.lab.tint, color: theme.palette.text.primary },
      })}
    >
      <Icon name={icon} size="1.45rem" />
      {label}
      {badge}
    </ButtonBase>
  );
}

/** How much the last check of this computer left open; nothing where all is well or nobody has checked yet. */
function FindingsBadge(): ReactNode {
  const t = useT();
  const found = useOpenFindings();
  const count = (found?.problems ?? 0) + (found?.warnings ?? 0);
  if (found === null || count === 0) return null;
  const tone = found.problems > 0 ? 'error' : 'warning';
  return (
    <Box
      component="span"
      sx={(theme) => ({
        minWidth: '1.35rem',
        px: 0.6,
        borderRadius: '1rem',
        fontSize: '0.76rem',
        lineHeight: '1.35rem',
        textAlign: 'center',
        color: theme.palette[tone].contrastText,
        backgroundColor: theme.palette[tone].main,
      })}
    >
      <span aria-hidden>{count}</span>
      <span style={visuallyHidden}>{t('diagnostics.badge', { count })}</span>
    </Box>
  );
}
