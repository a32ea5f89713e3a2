import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useId, type ReactNode } from 'react';
import { Icon } from '../../components/icon.tsx';

interface OptionCardProps {
  readonly name: string;
  readonly value: string;
  readonly title: string;
  /** Why one would take it. */
  readonly text: string;
  readonly badge?: string;
  readonly isChosen: boolean;
  readonly isDisabled?: boolean;
  readonly onChoose: () => void;
  /** Shown below when it is chosen. */
  readonly children?: ReactNode;
}

/** One of several, as a large card with a real radio button inside. */
export function OptionCard(props: OptionCardProps): ReactNode {
  const { name, value, title, text, badge, isChosen, isDisabled = false, onChoose, children } = props;
  const id = useId();
  return (
    <Box
      sx={(theme) => ({
        border: `2px solid ${isChosen ? theme.palette.primary.main : theme.palette.divider}`,
        borderRadius: '1rem',
        backgroundColor: isChosen ? theme.lab.tint : theme.palette.background.paper,
        '&:focus-within': { outline: `3px solid ${theme.lab.focus}`, outlineOffset: '2px' },
      })}
    >
      <Box
        component="label"
        htmlFor={id}
        sx={{ display: 'flex', gap: 2, p: 2, alignItems: 'flex-start', cursor: isDisabled ? 'default' : 'pointer' }}
      >
        <Box
          component="input"
          type="radio"
          id={id}
          name={name}
          value={value}
          checked={isChosen}
          disabled={isDisabled}
          onChange={onChoose}
          sx={{
            width: '1.25rem',
            height: '1.25rem',
            mt: 0.3,
            accentColor: 'currentColor',
            flexShrink: 0,
            '&:focus': { outline: 'none' },
          }}
        />
        <Box sx={{ flex: 1, minWidth: 0 }}>
          <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'baseline' }}>
            <Typography variant="h3" component="span" sx={{ color: isDisabled ? 'text.secondary' : 'text.primary' }}>
              {title}
            </Typography>
            {badge !== undefined && (
              <Typography component="span" variant="caption" sx={{ color: 'primary.main', fontWeight: 700 }}>
                <Icon name="spark" size="1.1em" /> {badge}
              </Typography>
            )}
          </Box>
          <Typography variant="body2" sx={{ color: 'text.secondary', mt: 0.25 }}>
            {text}
          </Typography>
        </Box>
      </Box>
      {isChosen && children !== undefined && <Box sx={{ px: 2, pb: 2, pl: 6.5 }}>{children}</Box>}
    </Box>
  );
}
