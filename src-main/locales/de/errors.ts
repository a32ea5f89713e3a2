import type { errors as english } from '../en/errors.ts';
import { hostErrors } from './host-errors.ts';
import { installErrors } from './install-errors.ts';
import { machineErrors } from './machine-errors.ts';
import { parallelsErrors } from './parallels-errors.ts';

/** Was geschehen ist und warum, und der nächste Schritt; nach Fehlercode. */
export const errors = {
  'unknown-command': {
    what: 'Den Befehl „{{value}}“ gibt es nicht.',
    next: '{{suggestion}}„bdl --help“ zeigt alle Befehle.',
  },
  'unknown-option': {
    what: 'Die Option „{{value}}“ gibt es bei „{{command}}“ nicht.',
    next: '{{suggestion}}„{{command}} --help“ zeigt alle Optionen.',
  },
  'missing-argument': {
    what: 'Bei „{{command}}“ fehlt eine Angabe: {{name}}.',
    next: 'So geht es: {{usage}}',
  },
  'missing-option-value': {
    what: 'Hinter der Option „{{option}}“ fehlt ein Wert.',
    next: 'So geht es: {{usage}}',
  },
  'too-many-arguments': {
    what: '„{{command}}“ kann mit so vielen Angaben nichts anfangen: {{value}}.',
    next: 'So geht es: {{usage}} – Namen mit Leerzeichen gehören in Anführungszeichen.',
  },
  'not-signed-in': {
    what: 'Diese Seite ist nicht mehr mit Big Data Lab verbunden.',
    next: 'Öffne noch einmal die Adresse, die es beim Start gezeigt hat, oder starte es neu.',
  },
  'foreign-request': {
    what: 'Die Anfrage kam von einer anderen Seite oder über eine andere Adresse ({{value}}). Es wurde nichts getan.',
    next: 'Öffne die Adresse, die Big Data Lab beim Start gezeigt hat.',
  },
  'unknown-method': {
    what: 'Seite und Programm passen nicht zusammen: „{{value}}“ ist unbekannt.',
    next: 'Lade die Seite neu. Hilft das nicht, starte Big Data Lab neu.',
  },
  'malformed-request': {
    what: 'Seite und Programm haben sich nicht verstanden ({{reason}}). Es wurde nichts getan.',
    next: 'Lade die Seite neu. Bleibt es dabei, melde es bitte mit der Ausgabe von „bdl doctor“.',
  },
  'request-too-large': {
    what: 'Die Anfrage ist zu groß: mehr als {{maxKiB}} KiB. Es wurde nichts getan.',
    next: 'Mach sie kleiner oder nimm eine Datei.',
  },
  'operation-not-found': {
    what: 'Dieser Vorgang ist nicht mehr bekannt.',
    next: 'Die Vorgänge, die noch bekannt sind, stehen in der Liste.',
  },
  'transfer-not-known': {
    what: 'Diese Datei wurde nicht angekündigt, ist schon geschickt worden, oder ihre Zeit ist vorbei.',
    next: 'Wähle die Datei noch einmal.',
  },
  'screens-not-built': {
    what: 'Die Oberfläche der App fehlt (gesucht in {{path}}).',
    next: '„npm start“ im Ordner des Projekts baut sie; ein installiertes Big Data Lab muss neu installiert werden.',
  },
  'invalid-input': {
    what: 'Der Wert „{{value}}“ für {{field}} passt nicht; erwartet: {{expected}}.',
    next: 'Ändere den Wert und versuche es noch einmal. Mit --help zeigt jeder Befehl, was möglich ist.',
  },
  'invalid-lab-name': {
    what: 'Ein Labor kann nicht „{{value}}“ heißen.',
    next: 'Nimm 1 bis 40 Zeichen: Buchstaben, Ziffern, Leerzeichen, Punkte, Striche und runde Klammern, mit einem Buchstaben oder einer Ziffer am Anfang. Hier stört: {{forbidden}}',
  },
  'draft-building': {
    what: 'Der Assistent baut gerade ein Labor: seine Einstellungen werden nicht ersetzt.',
    next: 'Öffne die Labor-Datei, wenn das fertig ist.',
  },
  'no-labs': {
    what: 'Es gibt noch kein Labor.',
    next: '„bdl up“ legt eines an.',
  },
  'lab-not-named': {
    what: 'Es gibt mehrere Labore, und keines ist genannt.',
    next: 'Nenne eines: {{known}}.',
  },
  'lab-not-found': {
    what: 'Es gibt kein Labor mit dem Namen „{{name}}“.',
    next: 'Deine Labore: {{known}}. „bdl list“ zeigt mehr über sie.',
  },
  'lab-name-taken': {
    what: 'Das Labor „{{name}}“ gibt es schon, oder es benutzt dieselben Namen oder dasselbe Netz.',
    next: 'Wähle einen anderen Namen, oder sieh es dir mit „bdl status“ an.',
  },
  'node-not-found': {
    what: 'Es gibt keinen Knoten mit dem Namen „{{name}}“.',
    next: '„bdl status“ zeigt die Namen deiner Knoten.',
  },
  'node-name-taken': {
    what: 'Einen Knoten „{{value}}“ hat schon das Labor „{{owner}}“.',
    next: 'Lass --first-number weg, dann werden freie Namen gewählt, oder nimm eine andere Nummer oder mit --prefix einen anderen Anfang.',
  },
  'last-node': {
    what: '„{{name}}“ ist der letzte Knoten seines Labors, und ein Labor behält mindestens einen.',
    next: 'Lösche mit „bdl delete“ das ganze Labor, oder mach den Knoten mit „bdl reset {{name}}“ neu.',
  },
  'snapshot-not-found': {
    what: 'Es gibt keinen Sicherungspunkt mit dem Namen „{{name}}“.',
    next: 'Sicherungspunkte dieses Labors: {{known}}.',
  },
  'snapshot-name-taken': {
    what: 'Einen Sicherungspunkt mit dem Namen „{{name}}“ gibt es schon.',
    next: 'Wähle einen anderen Namen. Sicherungspunkte dieses Labors: {{known}}.',
  },
  'not-in-trash': {
    what: 'Im Papierkorb liegt kein Labor mit dem Namen „{{name}}“.',
    next: 'Im Papierkorb: {{known}}. „bdl trash“ zeigt mehr darüber.',
  },
  'not-enough-memory': {
    what: {
      one: 'Ein Knoten mit {{memoryMiB}} MiB passt nicht in die {{totalMiB}} MiB Arbeitsspeicher dieses Rechners.',
      other:
        '{{nodes}} Knoten mit je {{memoryMiB}} MiB passen nicht in die {{totalMiB}} MiB Arbeitsspeicher dieses Rechners.',
    },
    next: {
      zero: 'Nimm kleinere Knoten, zum Beispiel --memory 512, oder einen Rechner mit mehr Arbeitsspeicher.',
      one: 'Nimm nur einen Knoten (--nodes 1), oder kleinere, zum Beispiel --memory 512.',
      other: 'Nimm höchstens {{fits}} Knoten (--nodes {{fits}}), oder kleinere, zum Beispiel --memory 512.',
    },
  },
  'not-enough-disk': {
    what: 'Das Labor braucht etwa {{neededGiB}} GiB auf der Festplatte, und {{floorGiB}} GiB bleiben für deinen Computer; frei sind {{freeGiB}} GiB.',
    next: 'Schaffe Platz, oder lege den Datenordner mit BDL_HOME auf eine größere Festplatte.',
  },
  'subnet-overlaps': {
    what: 'Das Subnetz {{subnet}} ist schon in Gebrauch: {{owner}}.',
    next: 'Lass --subnet weg, dann wird ein freies gewählt, oder nenne ein anderes, zum Beispiel 10.88.0.0/24.',
  },
  'port-taken': {
    what: 'Der Port {{port}} auf diesem Rechner wird von einem anderen Programm benutzt.',
    next: 'Lass die Angabe des Ports weg, dann wird ein freier gewählt, oder beende das andere Programm und versuche es noch einmal.',
  },
  'lab-busy': {
    what: 'An diesem Labor wird gerade gearbeitet: {{purpose}} (Prozess {{pid}}).',
    next: 'Warte, bis das fertig ist, und versuche es dann noch einmal.',
  },
  'lab-incomplete': {
    what: 'Das Labor „{{name}}“ ist noch nicht fertig angelegt.',
    next: "Mach weiter mit „bdl up --name '{{name}}'“, oder entferne es mit „bdl delete '{{name}}'“.",
  },
  'lab-deleting': {
    what: 'Das Löschen des Labors „{{name}}“ wurde begonnen und nicht beendet.',
    next: "Beende es mit „bdl delete '{{name}}'“, oder nimm das Labor mit „bdl repair '{{name}}'“ zurück.",
  },
  'wrong-state': {
    what: '„{{name}}“ ist in einem Zustand, in dem das nicht geht ({{state}}).',
    next: '„bdl status“ zeigt die Zustände. Fahre zuerst herunter („bdl stop“), oder warte, bis der Wechsel vorbei ist.',
  },
  'base-in-use': {
    what: 'Die Basis „{{name}}“ kann nicht gelöscht werden: Knoten bauen auf ihr auf ({{users}}).',
    next: 'Lösche zuerst diese Labore; „bdl trash empty“ löscht sie endgültig.',
  },
  'base-changed': {
    what: 'Die Basis „{{name}}“ wurde außerhalb von Big Data Lab geändert: Der Stand, mit dem Knoten beginnen, ist weg.',
    next: 'Starte denselben Befehl noch einmal: Die Basis wird neu vorbereitet, das dauert eine Weile.',
  },
  'confirmation-needed': {
    what: 'Das braucht eine Zustimmung, und niemand ist da, der sie geben kann.',
    next: 'Füge --yes hinzu, wenn du sicher bist.',
  },
  'data-folder-not-writable': {
    what: 'In {{path}} kann nichts geschrieben werden.',
    next: 'Prüfe die Rechte des Ordners, oder wähle mit BDL_HOME einen anderen.',
  },
  'disk-full': {
    what: 'Die Festplatte ist voll; {{path}} konnte nicht geschrieben werden. Nichts Fertiges ist verloren.',
    next: 'Schaffe Platz und gib denselben Befehl noch einmal: er macht dort weiter, wo er aufgehört hat.',
  },
  'leftover-kept': {
    what: '{{path}} wird nicht angerührt: es wird gerade gebraucht, ist schon weg, oder gehört nicht beweisbar zu Big Data Lab.',
    next: 'Sieh noch einmal nach. Was du selbst dort hingelegt hast, kannst du von Hand entfernen.',
  },
  'disk-nearly-full': {
    what: 'Auf der Festplatte von {{path}} sind nur noch {{freeGiB}} GiB frei. {{floorGiB}} GiB bleiben für deinen Computer frei, darum geht es hier nicht weiter. Was schon da ist, bleibt.',
    next: 'Schaffe Platz (bdl images und bdl trash zeigen, was weg kann) und gib denselben Befehl noch einmal: er macht dort weiter, wo er aufgehört hat.',
  },
  'stored-file-damaged': {
    what: 'Die Datei {{path}} ist beschädigt und wurde so gelassen, wie sie ist.',
    next: 'Hole sie aus einer Sicherung zurück, oder verschiebe sie. Deine virtuellen Maschinen sind unberührt.',
  },
  'stored-file-too-new': {
    what: 'Die Datei {{path}} stammt von einer neueren Version von Big Data Lab: Sie hat das Format {{version}}, diese Version kennt es bis {{known}}. Nichts an ihr wurde geändert.',
    next: 'Installiere die Version, mit der du zuletzt gearbeitet hast, oder eine neuere.',
  },
  'hypervisor-missing': {
    what: 'Es wurde kein brauchbarer Hypervisor gefunden (gewünscht: {{hypervisor}}).',
    next: 'Installiere VirtualBox oder QEMU; unter Debian und Ubuntu: sudo apt install qemu-system-x86 qemu-utils. Dann hilft „bdl check“ weiter.',
  },
  'hypervisor-unusable': {
    what: '{{hypervisor}} ist installiert, funktioniert aber nicht.',
    next: '„bdl check“ zeigt, was es meldet; oft hilft eine neue Installation.',
  },
  'tool-missing': {
    what: 'Das Programm „{{tool}}“ fehlt.',
    next: 'Installiere das Paket {{package}} und versuche es noch einmal.',
  },
  'ssh-missing': {
    what: 'Auf diesem Computer fehlt das SSH-Programm „ssh“; damit werden Terminals auf deinen Knoten geöffnet.',
    next: 'Installiere es. Windows: Einstellungen, System, Optionale Features, OpenSSH-Client. Debian und Ubuntu: sudo apt install openssh-client. macOS bringt es mit.',
  },
  'terminals-missing': {
    what: 'Der Teil von Big Data Lab, der Terminals zeigt, fehlt oder wurde für einen anderen Computer gemacht.',
    next: 'Installiere Big Data Lab neu. Bis dahin öffnet das hier in jedem Fenster ein Terminal auf dem Knoten: {{command}}',
  },
  'needs-root': {
    what: 'Um ein Abbild aus Paketen zu bauen, sind Administratorrechte nötig.',
    next: 'Gib den Befehl mit sudo, oder nimm ein fertiges Abbild mit --image file:/pfad/zum/abbild.',
  },
  'command-failed': {
    what: 'Das Programm {{program}} hat einen Fehler gemeldet (Exit-Code {{exitCode}}).',
    next: 'Die Zeilen darunter sagen, was es gemeldet hat. Versuche es noch einmal; „bdl repair“ bringt ein Labor wieder in Ordnung.',
  },
  'command-timeout': {
    what: 'Das Programm {{program}} hat nicht rechtzeitig geantwortet. Das heißt nicht, dass etwas weg ist.',
    next: 'Versuche es gleich noch einmal; „bdl status“ zeigt, wie es steht.',
  },
  'vm-not-found': {
    what: 'Der Hypervisor kennt die virtuelle Maschine von „{{name}}“ nicht.',
    next: '„bdl repair“ nimmt die Maschine wieder auf oder macht sie neu.',
  },
  'vm-busy': {
    what: 'Die virtuelle Maschine „{{name}}“ antwortet gerade nicht, oder etwas anderes benutzt sie.',
    next: 'Schließe ihre Einstellungen im Fenster des Hypervisors, warte einen Moment und versuche es noch einmal.',
  },
  'vm-start-failed': {
    what: 'Die virtuelle Maschine „{{name}}“ ist nicht gestartet.',
    next: 'Die Zeilen darunter sagen, warum. „bdl check“ sucht nach den üblichen Ursachen.',
  },
  'vm-broken': {
    what: 'Die virtuelle Maschine von „{{node}}“ ist beschädigt.',
    next: 'Rette aus ihrem Ordner, was du kannst, und mach sie dann mit „bdl reset {{node}}“ neu.',
  },
  ...hostErrors,
  ...parallelsErrors,
  'not-supported': {
    what: 'Das ist hier nicht möglich ({{what}}).',
    next: '„bdl doctor“ zeigt, was dein Hypervisor kann.',
  },
  'image-unreachable': {
    what: 'Das Abbild {{image}} kann nicht heruntergeladen werden: sein Server ist nicht erreichbar.',
    next: 'Prüfe Netz und Proxy, nimm eine Datei (--image file:/pfad), oder baue eines aus Paketen (--image debian-packages).',
  },
  'image-not-known': {
    what: 'Es gibt kein Abbild mit dem Namen „{{image}}“.',
    next: 'Bekannte Abbilder: {{known}}. Eine eigene Datei: --image file:/pfad.',
  },
  'image-damaged': {
    what: 'Das Abbild {{path}} ist beschädigt oder unvollständig ({{reason}}).',
    next: 'Lade es noch einmal herunter; seine Prüfsumme muss stimmen.',
  },
  'image-not-usable': {
    what: 'Die Datei {{path}} kann nicht als Abbild dienen ({{reason}}).',
    next: 'Nimm ein Cloud-Abbild im Format qcow2, raw, VMDK oder VDI.',
  },
  'folder-not-readable': {
    what: 'Der Ordner {{path}} kann nicht gezeigt werden ({{reason}}).',
    next: 'Wähle einen anderen Ordner. Liegt er auf einem Stick, sieh nach, ob der eingesteckt ist.',
  },
  'signature-invalid': {
    what: 'Die Liste der Prüfsummen für {{image}} ist nicht von ihrem Herausgeber unterschrieben. Sie wurde nicht benutzt.',
    next: 'Versuche es später oder aus einem anderen Netz. Bleibt es so, sag denen Bescheid, die dein Netz betreiben.',
  },
  'download-failed': {
    what: 'Das Herunterladen von {{url}} ist abgebrochen ({{reason}}).',
    next: 'Gib denselben Befehl noch einmal: er macht dort weiter, wo er aufgehört hat.',
  },
  'node-not-ready': {
    what: 'Der Knoten {{node}} ist nicht bereit geworden. Es fehlt noch: {{requirement}}.',
    next: 'Sieh dir seine Konsole in serial.log an, oder versuche „bdl repair“.',
  },
  'guest-command-failed': {
    what: 'Ein Befehl auf {{node}} ist fehlgeschlagen (Exit-Code {{exitCode}}).',
    next: 'Die Zeilen darunter hat er ausgegeben.',
  },
  'host-key-mismatch': {
    what: 'Der Knoten an Port {{port}} zeigt einen anderen Host-Schlüssel als den, der für ihn gemacht wurde. Nichts wurde an ihn gesendet.',
    next: 'Starten, Neumachen und Sicherungspunkte ändern diesen Schlüssel nie. Also antwortet dort ein anderes Programm, oder die Schlüssel wurden im Knoten neu gemacht (etwa mit „ssh-keygen -A“). Streich den alten nicht aus „known_hosts“, auch wenn ssh das rät. Im ersten Fall hilft „bdl stop“ und „bdl start“: das nimmt einen freien Port. Warst du es selbst, bringt „bdl reset <Knoten>“ den alten Schlüssel zurück; was auf dem Knoten liegt, ist danach weg.',
  },
  'guest-setup-failed': {
    what: 'Die Vorbereitung des Gastes ist im Schritt „{{step}}“ fehlgeschlagen.',
    next: 'Die Zeilen darunter sind das Ende seiner Konsole. Gib denselben Befehl noch einmal, um es neu zu versuchen.',
  },
  'file-not-copied': {
    what: '„{{name}}“ ließ sich nicht auf {{node}} kopieren; dort ist nichts davon übrig.',
    next: 'Die Einzelheiten sagen, warum; oft ist die Platte des Knotens voll. Versuche es noch einmal.',
  },
  ...installErrors,
  ...machineErrors,
  unexpected: {
    what: 'Etwas Unerwartetes ist geschehen: {{message}}',
    next: 'Bitte melde es zusammen mit der Ausgabe von „bdl doctor“.',
  },
} satisfies typeof english;
