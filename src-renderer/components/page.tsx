import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useEffect, useRef, type ReactNode } from 'react';

interface PageProps {
  readonly title: ReactNode;
  readonly lead?: ReactNode;
  /** Buttons beside the title. */
  readonly actions?: ReactNode;
  /** True where the content wants all the room there is. */
  readonly isWide?: boolean;
  readonly children: ReactNode;
}

/** One screen: its heading gets the focus when it appears, so that keyboards and screen readers begin there. */
export function Page({ title, lead, actions, isWide = false, children }: PageProps): ReactNode {
  return (
    <Box sx={{ maxWidth: isWide ? 'none' : '70rem', mx: 'auto', px: { xs: 2, sm: 3, md: 5 }, py: { xs: 3, md: 5 } }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'flex-start', mb: 3 }}>
        <Box sx={{ flex: '1 1 20rem', minWidth: 0 }}>
          <Heading>{title}</Heading>
          {lead !== undefined && <Lead>{lead}</Lead>}
        </Box>
        {actions}
      </Box>
      {children}
    </Box>
  );
}

/** The heading of a screen. */
export function Heading({ children }: { readonly children: ReactNode }): ReactNode {
  const ref = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    ref.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, []);
  return (
    <Typography variant="h1" ref={ref} tabIndex={-1}>
      {children}
    </Typography>
  );
}

/** The sentence below a heading. */
export function Lead({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <Typography sx={{ mt: 1, fontSize: '1.06rem', color: 'text.secondary', maxWidth: '46rem', textWrap: 'pretty' }}>
      {children}
    </Typography>
  );
}

interface SectionProps {
  readonly title: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A part of a screen with a heading of its own. */
export function Section({ title, actions, children }: SectionProps): ReactNode {
  return (
    <Box component="section" sx={{ mt: 5 }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center', mb: 1.5 }}>
        <Typography variant="h2" sx={{ flex: 1 }}>
          {title}
        </Typography>
        {actions}
      </Box>
      {children}
    </Box>
  );
}

/** A surface that holds things which belong together. */
export function Card(props: { readonly children: ReactNode; readonly isTinted?: boolean }): ReactNode {
  const { children, isTinted = false } = props;
  return (
    <Box
      sx={(theme) => ({
        border: `1px solid ${theme.palette.divider}`,
        borderRadius: '1rem',
        backgroundColor: isTinted ? theme.lab.tint : theme.palette.background.paper,
        p: { xs: 2, md: 2.5 },
      })}
    >
      {children}
    </Box>
  );
}
