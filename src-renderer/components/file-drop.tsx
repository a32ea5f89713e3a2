import Box from '@mui/material/Box';
import { useState, type DragEvent, type ReactNode } from 'react';

interface FileDropProps {
  /** Said while a file is held over it. */
  readonly label: string;
  readonly isOff?: boolean;
  readonly onFiles: (files: readonly File[]) => void;
  readonly children: ReactNode;
}

function holdsFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer.types.includes('Files');
}

/** A place where files can be dropped; whoever does not drag has a button for it. */
export function FileDrop({ label, isOff = false, onFiles, children }: FileDropProps): ReactNode {
  const [isOver, setIsOver] = useState(false);
  return (
    <Box
      onDragOver={(event: DragEvent) => {
        if (isOff || !holdsFiles(event)) return;
        event.preventDefault();
        event.stopPropagation();
        setIsOver(true);
      }}
      onDragLeave={(event: DragEvent) => {
        const { currentTarget, relatedTarget } = event;
        if (!(relatedTarget instanceof Node) || !currentTarget.contains(relatedTarget)) setIsOver(false);
      }}
      onDrop={(event: DragEvent) => {
        if (isOff || !holdsFiles(event)) return;
        event.preventDefault();
        event.stopPropagation();
        setIsOver(false);
        onFiles([...event.dataTransfer.files]);
      }}
      sx={(theme) => ({
        position: 'relative',
        display: 'grid',
        borderRadius: '1rem',
        ...(isOver ? { outline: `3px dashed ${theme.palette.primary.main}`, outlineOffset: '2px' } : {}),
      })}
    >
      {children}
      {isOver && (
        <Box
          aria-hidden
          sx={(theme) => ({
            position: 'absolute',
            inset: 0,
            display: 'grid',
            placeItems: 'center',
            p: 2,
            borderRadius: '1rem',
            backgroundColor: theme.lab.tint,
            fontWeight: 650,
            textAlign: 'center',
            pointerEvents: 'none',
          })}
        >
          {label}
        </Box>
      )}
    </Box>
  );
}
