/** Was an einem Plan enttäuschen kann; nach Code. */
export const remarks = {
  'slow-emulation':
    'Hier ist keine CPU-Virtualisierung nutzbar: {{hypervisor}} bildet die CPU in Software nach, das ist etwa zehnmal langsamer.',
  'memory-tight':
    'Die Knoten wollen {{wantedMiB}} MiB Arbeitsspeicher, frei sind gerade {{availableMiB}} MiB. Schließe andere Programme, bevor du startest.',
  'memory-below-recommended': '{{memoryMiB}} MiB je Knoten sind wenig; empfohlen sind {{recommendedMiB}} MiB.',
  'cores-shared': 'Die Knoten teilen sich die {{cores}} Kerne dieses Rechners (gewünscht: {{wanted}}).',
  'running-slow':
    'VirtualBox läuft im langsamen Modus: Windows hält die Virtualisierung der CPU selbst besetzt (Hyper-V, WSL2, Docker Desktop oder Speicherintegrität). Alles geht, aber mehrfach langsamer. Die Prüfung dieses Rechners zeigt, was sich abschalten lässt.',
  'running-software':
    'VirtualBox bildet die CPU in Software nach, mindestens zehnmal langsamer als sonst. Die Prüfung dieses Rechners zeigt, warum.',
};
