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
  'handled-gone':
    'Seine virtuelle Maschine wurde außerhalb von Big Data Lab gelöscht, und mit ihr, was auf ihrer Platte war. „Reparieren“ (bdl repair) macht ihn leer aus der Basis neu, „Entfernen“ (bdl remove) nimmt ihn aus dem Labor.',
  'handled-forgotten':
    'Seine virtuelle Maschine wurde im Hypervisor abgemeldet; ihre Dateien sind noch da. „Reparieren“ (bdl repair) nimmt sie mit allem, was auf ihr ist, wieder auf.',
  'handled-renamed':
    'Im Hypervisor heißt seine virtuelle Maschine jetzt „{{name}}“. Das schadet nicht, du kannst es so lassen; ist sie aus, gibt „Reparieren“ (bdl repair) ihr den Namen zurück.',
  'handled-moved':
    'Seine virtuelle Maschine wurde verschoben, nach {{place}}. Dort rührt Big Data Lab sie nicht an. Ist sie aus, holt „Reparieren“ (bdl repair) sie zurück.',
  'handled-another-vm':
    'Was für ihn eingetragen ist, ist eine andere virtuelle Maschine („{{name}}“ in {{place}}). Big Data Lab rührt sie nicht an. Wurde die Datei lab.json von Hand geändert, nimm das zurück.',
  'topology-pulled-internal': '(Kabel zum internen Netz gezogen)',
  'topology-pulled-nat': '(Kabel zum Internet gezogen)',
  'not-started': 'Nicht gestartet, weil ein Knoten vor ihnen nicht bereit wurde: {{nodes}}.',
  'order-title': 'Startreihenfolge',
  'order-together': 'Alle Knoten starten zusammen.',
  'order-stage': 'Stufe {{number}}: {{nodes}}',
  'order-lead':
    'Die Knoten einer Stufe starten zusammen, die nächste Stufe, wenn alle bereit sind. Beim Stoppen geht es andersherum. Das hilft zum Beispiel, wenn ein Namensdienst vor seinen Helfern da sein muss.',
  'order-edit': 'Startreihenfolge ändern',
  'order-of': 'Stufe {{number}} von {{count}}',
  'order-earlier': '{{node}} früher starten',
  'order-later': '{{node}} später starten',
  'order-save': 'So merken',
  'order-discard': 'Verwerfen',
  'copy-to': 'Datei auf {{node}} kopieren',
  'copy-to-all': 'Datei auf alle Knoten kopieren',
  'copy-hint': 'Lege Dateien hier ab, um sie auf jeden laufenden Knoten zu kopieren, oder auf der Karte eines Knotens.',
  'copy-drop': 'Loslassen kopiert auf {{node}}',
  'copy-done': '„{{name}}“ ist da:',
  'copy-sending': '„{{name}}“ wird kopiert …',
  'copy-partly': '„{{name}}“ hat nicht jeden Knoten erreicht:',
  'copy-dismiss': 'Ausblenden',
};
