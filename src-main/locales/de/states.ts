/** Zustände von Laboren und Knoten. */
export const states = {
  absent: 'nicht da',
  creating: 'im Aufbau',
  stopped: 'aus',
  starting: 'startet',
  running: 'läuft',
  paused: 'angehalten',
  stopping: 'fährt herunter',
  suspending: 'legt sich schlafen',
  suspended: 'schläft',
  broken: 'beschädigt',
  unknown: 'unbekannt',
  incomplete: 'unvollständig',
  'partly-running': 'läuft teilweise',
};
