/** Was die App erklärt: jede Idee in zwei Sätzen, und eine Seite zu der Frage nach Containern. */
export const teach = {
  'virtualization-title': 'Warum Virtualisierung?',
  'virtualization-text':
    'Deine CPU kann sich selbst aufteilen und mehreren Systemen je einen eigenen Rechner vorspielen. So wird aus einem Laptop ein kleines Rechenzentrum, in dem du alles ausprobieren und kaputt machen darfst.',
  'hypervisor-title': 'Was ist ein Hypervisor?',
  'hypervisor-text':
    'Der Hypervisor ist das Programm, das virtuelle Maschinen ausführt und ihnen CPU, Speicher und Platte zuteilt. Jede glaubt, ein eigener Rechner zu sein, und stört die anderen nicht.',
  'nat-title': 'Was ist NAT?',
  'nat-text':
    'Über NAT benutzen die Knoten die Internet-Verbindung deines Laptops mit, so wie deine Geräte zu Hause den Router. Hinaus geht alles, herein kommt nur, was du erlaubst.',
  'internal-network-title': 'Was ist ein internes Netz?',
  'internal-network-text':
    'Das interne Netz ist ein Kabel, an dem nur deine Knoten hängen. Hier haben sie feste Adressen und Namen, und niemand von außen hört mit.',
  'linked-clone-title': 'Was ist ein verknüpfter Klon?',
  'linked-clone-text':
    'Alle Knoten lesen von derselben Basis, und jeder schreibt nur auf, was bei ihm anders ist. Darum entsteht ein Knoten in Sekunden und braucht kaum Platz.',
  'snapshot-title': 'Was ist ein Sicherungspunkt?',
  'snapshot-text':
    'Ein Sicherungspunkt hält fest, wie die Platten gerade aussehen. Geht danach etwas schief, stellst du dein Labor genau dorthin zurück.',
  'help-title': 'Hilfe',
  'help-lead': 'Wenig genügt, um anzufangen. Den Rest lernst du, während du es benutzt.',
  'ideas-title': 'Die Ideen dahinter',
  'first-create': 'Lege unter „Neues Labor“ ein Labor an. Die App führt dich Schritt für Schritt.',
  'first-terminal': 'Öffne im Labor ein Terminal auf einem Knoten und tippe los.',
  'first-stop': 'Stoppe das Labor, wenn du fertig bist: die Knoten fahren herunter, alles bleibt auf ihren Platten.',
  'first-save':
    'Lege es schlafen, wenn du mitten in etwas bist: auch was gerade läuft, ist nachher wieder genau so da.',
  'first-break': 'Mach ruhig etwas kaputt. Mit einem Sicherungspunkt kommst du immer zurück.',
  'containers-title': 'Warum virtuelle Maschinen und keine Container?',
  'containers-lead':
    'Container sind großartig, um Programme auszuliefern. Um zu lernen, wie ein Cluster aus Rechnern funktioniert, brauchst du Rechner.',
  'stop-container-title': 'Ein Container hält an',
  'stop-container-text':
    'Was im Container geschrieben wurde, ist mit ihm weg, wenn er entfernt und neu gestartet wird, und seine Adresse meist auch. Alles, was bleiben soll, muss außerhalb liegen.',
  'stop-container-alt':
    'Links läuft ein Container mit Daten; in der Mitte ist er entfernt, seine Daten sind weg; rechts läuft ein neuer, ohne die Daten.',
  'stop-vm-title': 'Eine virtuelle Maschine hält an',
  'stop-vm-text':
    'Die Platte bleibt, die Adresse bleibt, der Name bleibt. Nach dem Einschalten ist alles, wie es war, so wie bei einem echten Rechner.',
  'stop-vm-alt':
    'Links läuft eine virtuelle Maschine mit ihrer Platte; in der Mitte ist sie aus, die Platte ist noch da; rechts läuft sie wieder mit derselben Platte.',
  'moment-runs': 'läuft',
  'moment-stopped': 'hält an',
  'moment-again': 'läuft wieder',
  'reasons-title': 'Was du nur mit Rechnern lernst',
  'reason-kernel-title': 'Ein eigener Kern je Knoten',
  'reason-kernel-text':
    'Container teilen sich einen Kern. Speicherdruck, Dienste, Netz und Dateisysteme erlebst du erst richtig, wenn jeder Knoten seinen eigenen hat.',
  'reason-identity-title': 'Namen und Adressen, die bleiben',
  'reason-identity-text':
    'Hadoop, Kafka und ZooKeeper verlassen sich darauf, dass ein Knoten derselbe bleibt. Hier tut er es von selbst.',
  'reason-failure-title': 'Ausfälle, die echt sind',
  'reason-failure-text':
    'Schalte einem Knoten den Strom ab und sieh zu, was der Cluster tut. So geht es später im Rechenzentrum auch zu.',
  'reason-honest-title': 'Und der Preis',
  'reason-honest-text':
    'Eine virtuelle Maschine braucht mehr Speicher und startet langsamer. Für drei bis fünf Knoten zum Lernen ist das gut angelegt.',
  'experiment-title': 'Probier es aus',
  'experiment-text':
    'Schreibe auf einem Knoten eine Notiz und sieh dir seine Adresse an. Stoppe dann das Labor, starte es wieder und sieh nach.',
  'experiment-write': 'Vor dem Stoppen',
  'experiment-read': 'Nach dem Starten',
  'experiment-result': 'Die Notiz ist da, und die Adresse im internen Netz ist dieselbe.',
};
