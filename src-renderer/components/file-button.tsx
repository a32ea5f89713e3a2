import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import { useRef, type ReactNode } from 'react';
import { Icon } from './icon.tsx';

interface FileButtonProps {
  readonly label: string;
  /** Only its picture is seen. */
  readonly isCompact?: boolean;
  /** Only one at a time. */
  readonly isSingle?: boolean;
  /** Endings of the names that are offered first. */
  readonly accept?: string;
  readonly isDisabled: boolean;
  readonly onFiles: (files: readonly File[]) => void;
}

/** Lets the user choose files of this computer. */
export function FileButton(props: FileButtonProps): ReactNode {
  const { label, isCompact = false, isSingle = false, accept, isDisabled, onFiles } = props;
  const input = useRef<HTMLInputElement>(null);
  function choose(): void {
    input.current?.click();
  }
  return (
    <>
      {isCompact ? (
        <IconButton aria-label={label} title={label} disabled={isDisabled} onClick={choose}>
          <Icon name="file" />
        </IconButton>
      ) : (
        <Button variant="outlined" startIcon={<Icon name="file" />} disabled={isDisabled} onClick={choose}>
          {label}
        </Button>
      )}
      <input
        ref={input}
        type="file"
        multiple={!isSingle}
        accept={accept}
        hidden
        aria-label={label}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          // The same file may be chosen again.
          event.target.value = '';
        }}
      />
    </>
  );
}
