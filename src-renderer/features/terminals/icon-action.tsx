import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import type { MouseEvent, ReactNode, Ref } from 'react';

interface IconActionProps {
  readonly label: string;
  readonly children: ReactNode;
  readonly onClick: (event: MouseEvent<HTMLElement>) => void;
  /** Where the button switches something on and off. */
  readonly isPressed?: boolean;
  readonly isDisabled?: boolean;
  readonly opensMenu?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button that is a picture, with its name for everybody. */
export function IconAction(props: IconActionProps): ReactNode {
  const { label, children, onClick, isPressed, isDisabled = false, opensMenu = false, ref } = props;
  return (
    <Tooltip title={label} slotProps={{ popper: { disablePortal: true } }}>
      <span>
        <IconButton
          {...(ref === undefined ? {} : { ref })}
          size="small"
          aria-label={label}
          {...(isPressed === undefined ? {} : { 'aria-pressed': isPressed })}
          {...(opensMenu ? { 'aria-haspopup': 'menu' as const } : {})}
          disabled={isDisabled}
          onClick={onClick}
          sx={(theme) => ({
            p: 0.6,
            fontSize: '1rem',
            color: isPressed === true ? 'primary.main' : 'text.secondary',
            backgroundColor: isPressed === true ? theme.lab.tint : 'transparent',
          })}
        >
          {children}
        </IconButton>
      </span>
    </Tooltip>
  );
}
