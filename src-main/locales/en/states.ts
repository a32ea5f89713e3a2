/** States of labs and nodes. */
export const states = {
  absent: 'not there',
  creating: 'being made',
  stopped: 'off',
  starting: 'starting',
  running: 'running',
  paused: 'paused',
  stopping: 'shutting down',
  suspending: 'falling asleep',
  suspended: 'asleep',
  broken: 'damaged',
  unknown: 'unknown',
  incomplete: 'incomplete',
  'partly-running': 'partly running',
};
