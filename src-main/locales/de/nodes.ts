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
  'drill-power-cut': 'Übung: Strom abstellen',
  'drill-unplug-internal': 'Übung: Kabel zum internen Netz ziehen',
  'drill-unplug-nat': 'Übung: Kabel zum Internet ziehen',
  plug: 'Einstecken',
  'plug-internal-name': 'Kabel von {{node}} zum internen Netz einstecken',
  'plug-nat-name': 'Kabel von {{node}} zum Internet einstecken',
  'power-cut-title': 'Übung: {{node}} den Strom abstellen?',
  'power-cut-confirm': 'Strom abstellen',
  'power-cut-text':
    'Du siehst, was von einem Computer bleibt, der mitten in der Arbeit ausgeht, und wie die anderen es merken. Was er nicht auf seine Platte geschrieben hat, ist verloren; „Starten“ bringt ihn zurück.',
  'unplug-internal-title': 'Übung: Kabel von {{node}} zum internen Netz ziehen?',
  'unplug-nat-title': 'Übung: Kabel von {{node}} zum Internet ziehen?',
  'unplug-confirm': 'Kabel ziehen',
  'unplug-internal-text':
    'Der Knoten arbeitet weiter, aber er und die anderen erreichen sich nicht: So sieht ein Netzausfall in einem Cluster von innen aus. „Einstecken“ auf seiner Karte beendet ihn; bis dahin bleibt das Kabel draußen, auch wenn du stoppst und startest.',
  'unplug-nat-text':
    'Der Knoten verliert das Internet und dein Laptop den Weg zu ihm: kein Terminal, keine Messung, während die anderen Knoten ihn weiter erreichen. „Einstecken“ auf seiner Karte beendet das; bis dahin bleibt das Kabel draußen, auch wenn du stoppst und startest.',
  'pulled-internal': 'Das Kabel zum internen Netz ist gezogen: Er und die anderen Knoten erreichen sich nicht.',
  'pulled-nat': 'Das Kabel zum Internet ist gezogen: Dein Laptop erreicht ihn nicht, darum kann er nichts zeigen.',
  'topology-pulled-internal': '(Kabel zum internen Netz gezogen)',
  'topology-pulled-nat': '(Kabel zum Internet gezogen)',
};
