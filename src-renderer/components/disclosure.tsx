import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import { useId, useState, type ReactNode } from 'react';
import { Icon } from './icon.tsx';

interface DisclosureProps {
  readonly label: ReactNode;
  readonly children: ReactNode;
  readonly startsOpen?: boolean;
}

/** Something for the curious: folded until asked for. */
export function Disclosure({ label, children, startsOpen = false }: DisclosureProps): ReactNode {
  const [isOpen, setIsOpen] = useState(startsOpen);
  const id = useId();
  return (
    <Box sx={{ mt: 1 }}>
      <ButtonBase
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => {
          setIsOpen(!isOpen);
        }}
        sx={{
          gap: 0.75,
          py: 0.5,
          pr: 1,
          borderRadius: '0.375rem',
          fontWeight: 600,
          fontSize: '0.9rem',
          color: 'primary.main',
          textAlign: 'left',
        }}
      >
        <Icon name={isOpen ? 'down' : 'right'} size="1em" />
        {label}
      </ButtonBase>
      <Box id={id} hidden={!isOpen} sx={{ pt: 1 }}>
        {isOpen && children}
      </Box>
    </Box>
  );
}
