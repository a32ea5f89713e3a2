/**
 * Der nächste Schritt auf dem Bildschirm, wo der allgemeine Text von der Befehlszeile spricht: `<Bereich>.<Schlüssel>` von
 * diesem. Mit Formen für Zahlen, wo der allgemeine Text welche hat.
 */
export const screen = {
  'errors.invalid-input.next': 'Ändere den Wert und versuche es noch einmal.',
  'errors.no-labs.next': 'Lege unter „Neues Labor“ eines an.',
  'errors.lab-not-named.next': 'Wähle eines aus: {{known}}.',
  'errors.lab-not-found.next': 'Deine Labore: {{known}}.',
  'errors.lab-name-taken.next': 'Wähle einen anderen Namen.',
  'errors.node-not-found.next': 'Die Ansicht des Labors zeigt, welche Knoten es gibt.',
  'errors.node-name-taken.next': 'Nimm unter „Mehr einstellen“ eine andere Nummer oder einen anderen Anfang der Namen.',
  'errors.network-name-taken.next':
    'Nimm einen anderen Namen für das Netz, oder lass ihn weg: dann wird ein freier gewählt.',
  'errors.last-node.next': 'Lösche das ganze Labor, oder mach {{name}} neu.',
  'errors.not-in-trash.next': 'Im Papierkorb: {{known}}.',
  'errors.not-enough-memory.next_zero': 'Nimm kleinere Knoten, oder einen Rechner mit mehr Arbeitsspeicher.',
  'errors.not-enough-memory.next_one': 'Nimm nur einen Knoten, oder kleinere.',
  'errors.not-enough-memory.next_other': 'Nimm höchstens {{fits}} Knoten, oder kleinere.',
  'errors.subnet-overlaps.next':
    'Lass das Feld leer, dann wird ein freies gewählt, oder nenne ein anderes, zum Beispiel 10.88.0.0/24.',
  'errors.port-taken.next': 'Lass das Feld leer, dann werden freie Ports gewählt, oder beende das andere Programm.',
  'errors.lab-incomplete.next': 'Öffne das Labor und baue es fertig, oder lösche es.',
  'errors.lab-deleting.next': 'Öffne das Labor und lösche es zu Ende, oder nimm es mit „Reparieren“ zurück.',
  'errors.wrong-state.next': 'Stoppe das Labor zuerst, oder warte, bis der Wechsel vorbei ist.',
  'errors.base-in-use.next': 'Lösche zuerst diese Labore, auch aus dem Papierkorb.',
  'errors.base-changed.next': 'Versuche es noch einmal: die Basis wird neu vorbereitet, das dauert eine Weile.',
  'errors.disk-full.next': 'Schaffe Platz und versuche es noch einmal: es geht dort weiter, wo es aufgehört hat.',
  'errors.disk-nearly-full.next':
    'Schaffe Platz (unter „Platz“ steht, was weg kann) und versuche es noch einmal: es geht dort weiter, wo es aufgehört hat.',
  'errors.hypervisor-missing.next':
    'Installiere VirtualBox oder QEMU; unter Debian und Ubuntu: sudo apt install qemu-system-x86 qemu-utils. Prüfe dann noch einmal.',
  'errors.hypervisor-unusable.next': 'Die Prüfung des Rechners zeigt, was es meldet; oft hilft eine neue Installation.',
  'errors.needs-root.next': 'Starte Big Data Lab mit sudo, oder nimm ein fertiges Abbild aus einer Datei.',
  'errors.command-failed.next':
    'Die Einzelheiten sagen, was es gemeldet hat. Versuche es noch einmal; „Reparieren“ bringt ein Labor wieder in Ordnung.',
  'errors.command-timeout.next': 'Versuche es gleich noch einmal; die Ansicht des Labors zeigt, wie es steht.',
  'errors.vm-not-found.next': '„Reparieren“ nimmt die Maschine wieder auf oder macht sie neu.',
  'errors.vm-not-ours.next':
    'Hast du sie selbst verschoben, bringt „Reparieren“ sie zurück, sobald sie aus ist. Hast du den Eintrag des Labors (lab.json) von Hand geändert, nimm die Änderung zurück.',
  'errors.vm-start-failed.next':
    'Die Einzelheiten sagen, warum. Die Prüfung des Rechners sucht nach den üblichen Ursachen.',
  'errors.vm-broken.next': 'Rette aus ihrem Ordner, was du kannst, und mach {{node}} dann neu.',
  'errors.network-of-another-user.next':
    'Warte, bis die andere Maschine aus ist, und versuche es noch einmal. Wollt ihr nebeneinander arbeiten, lege ein Labor an, dessen internes Netz einen eigenen Namen hat.',
  'errors.medium-missing.next':
    'Hast du sie verschoben oder ist ihr Laufwerk abgezogen, bring sie zurück. Sonst mach {{name}} neu, mit „Neu machen“ in seinem Menü.',
  'errors.forward-exists.next': '„Reparieren“ bringt die Weiterleitungen in Ordnung.',
  'errors.saved-state-unusable.next':
    'Der gesicherte Speicher ist noch da. Wurde das Programm, in dem die Maschine läuft, seither erneuert oder ersetzt, geh zu der Version zurück, mit der gesichert wurde, und starte noch einmal. Sonst geh zu einem Sicherungspunkt zurück, oder mach {{name}} neu: das gibt den gesicherten Speicher auf und fragt vorher. Im Fenster von VirtualBox kannst du auch nur den gesicherten Zustand verwerfen: was auf der Platte ist, bleibt.',
  'errors.wrong-text-encoding.next':
    'Bitte melde es zusammen mit den Einzelheiten. Bis dahin hilft ein Name ohne besondere Buchstaben.',
  'errors.not-supported.next': 'Die Prüfung des Rechners zeigt, was dein Hypervisor kann.',
  'errors.image-unreachable.next': 'Prüfe Netz und Proxy, nimm eine Datei, oder lass eines aus Paketen bauen.',
  'errors.image-not-known.next': 'Bekannte Abbilder: {{known}}. Du kannst auch eine Datei nehmen.',
  'errors.download-failed.next': 'Versuche es noch einmal: es geht dort weiter, wo es aufgehört hat.',
  'errors.node-not-ready.next': 'Versuche es noch einmal, oder nimm „Reparieren“.',
  'errors.guest-command-failed.next': 'Die Einzelheiten zeigen, was er ausgegeben hat.',
  'errors.host-key-mismatch.next':
    'Starten, Neumachen und Sicherungspunkte ändern diesen Schlüssel nie. Also antwortet dort ein anderes Programm, oder die Schlüssel wurden im Knoten neu gemacht (etwa mit „ssh-keygen -A“). Streich den alten nicht aus „known_hosts“, auch wenn ssh das rät. Im ersten Fall hilft es, das Labor zu stoppen und zu starten: dann bekommt der Knoten einen freien Port. Warst du es selbst, mach den Knoten neu: dann hat er den alten Schlüssel wieder, und was auf ihm liegt, ist weg.',
  'errors.guest-setup-failed.next': 'Die Einzelheiten sind das Ende seiner Konsole. Versuche es noch einmal.',
  'errors.malformed-request.next': 'Lade die Seite neu. Bleibt es dabei, melde es bitte mit den Einzelheiten.',
  'errors.unexpected.next': 'Bitte melde es zusammen mit den Einzelheiten.',
  'fixes.small-nodes': 'Nimm kleine Knoten mit 512 MiB; empfohlen sind {{recommendedGiB}} GB.',
  'fixes.try-it':
    'Ausprobieren sagt es sicher: eine virtuelle Maschine zum Wegwerfen wird gestartet und wieder beendet.',
  'fixes.name-subnet': 'Nenne später unter „Mehr einstellen“ ein freies Subnetz.',
};
