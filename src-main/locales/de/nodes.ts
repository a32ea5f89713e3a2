/** Wie es einem Knoten geht, und was man mit ihm tun kann. */
export const nodes = {
  cpu: 'CPU',
  memory: 'Speicher',
  'cpu-label': 'CPU in den letzten fünf Minuten: jetzt {{now}}, höchstens {{highest}}.',
  'memory-label': 'Speicher in den letzten fünf Minuten: jetzt {{now}}, höchstens {{highest}}.',
  uptime: 'Läuft seit',
  'used-of': '{{used}} von {{total}}',
  'disk-inside': 'Platte im Knoten',
  'not-measured': 'nicht gemessen',
  'gap-connecting': 'Der Knoten wird gefragt, wie es ihm geht …',
  'gap-no-answer':
    'Der Knoten antwortet nicht über SSH, darum lässt sich nichts messen. Er wird von selbst wieder gefragt.',
  'gap-stranger': 'An seinem Port antwortet jemand anderes, darum wird nichts gemessen.',
  'gap-unreadable': 'Was der Knoten von sich erzählt, ergibt hier keinen Sinn.',
};
