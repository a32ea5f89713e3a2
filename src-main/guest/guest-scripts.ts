import { labBlockMarks } from './documents/hosts-file.ts';

/**
 * Shell scripts that run on a node, fed to `sh -s` on standard input. One of them is one round trip, and none starts Python:
 * under software emulation that alone takes seconds.
 */

/** Waits up to 20 s for the end of cloud-init, then tells what `parse-guest-facts.ts` reads. */
export const factsScript = String.raw`
results=/run/cloud-init/result.json
tries=0
until [ -e "$results" ] || [ -e /run/cloud-init/disabled ] || [ "$tries" -ge 20 ]; do
  tries=$((tries + 1))
  sleep 1
done
if [ -e "$results" ]; then
  if grep -q '"errors": \[\]' "$results"; then state='done'; else state=errors; fi
elif [ -e /run/cloud-init/disabled ]; then
  state=skipped
else
  state=pending
fi
echo "cloud-init $state"
if [ "$state" = errors ]; then echo "cloud-init-result $(tr -d '\n' <"$results")"; fi
echo "hostname $(cat /proc/sys/kernel/hostname)"
echo "boot-id $(cat /proc/sys/kernel/random/boot_id)"
echo "adapters $(ip -json address show)"
`;

/**
 * Arguments: the wanted /etc/hosts in base64, then names of nodes. Brings the lab's lines of /etc/hosts up to date (lines a
 * user wrote stay), then asks each node by name.
 */
export const peersScript = String.raw`
begin='${labBlockMarks.begin}'
end='${labBlockMarks.end}'
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
printf %s "$1" | base64 -d >"$dir/wanted"
shift
# Without its end a block cannot be told from what a user wrote below it: a new one is added then.
if ! grep -qxF "$end" /etc/hosts; then open=; else open=$begin; fi
awk -v wantedBegin="$begin" -v begin="$open" -v end="$end" '
  NR == FNR { if ($0 == wantedBegin) inside = 1; if (inside) block = block $0 "\n"; if ($0 == end) inside = 0; next }
  begin != "" && $0 == begin { if (!done) printf "%s", block; done = 1; skip = 1 }
  !skip { print }
  $0 == end { skip = 0 }
  END { if (!done) printf "%s", block }
' "$dir/wanted" /etc/hosts >"$dir/hosts" || exit 1
cmp -s "$dir/hosts" /etc/hosts || sudo -n install -m 0644 "$dir/hosts" /etc/hosts || exit 1

ask() {
  address=$(getent ahostsv4 "$1" | awk 'NR == 1 { print $1 }')
  tries=0
  while [ "$tries" -lt 4 ]; do
    tries=$((tries + 1))
    time=$(ping -n -c 1 -W 5 "$1" 2>/dev/null | sed -n 's/.* time=\([0-9.]*\) ms.*/\1/p')
    if [ -n "$time" ]; then break; fi
    sleep 1
  done
  echo "peer $1 $(printf %s "$address" | grep . || echo -) $(printf %s "$time" | grep . || echo -)"
}
for name in "$@"; do ask "$name" & done
wait
`;

/**
 * Tells every 5 s how the node is, one line a time, until nobody listens; `parse-vitals.ts` reads it. The second line comes soon,
 * as the work of a CPU is the difference of two. All but `df` and `sleep` is the shell's own.
 */
export const vitalsScript = String.raw`
pause=1
while :; do
  read -r uptime _ </proc/uptime || exit 1
  read -r _ cpu </proc/stat || exit 1
  total=-
  available=-
  while read -r key value _; do
    case $key in
      MemTotal:) total=$value ;;
      MemAvailable:) available=$value ;;
    esac
  done </proc/meminfo
  disk=$(df -Pk / | { read -r _; read -r _ size used _; echo "$size $used"; })
  echo "vitals uptime $uptime cpu $cpu memory $total $available disk $disk" || exit 0
  sleep "$pause"
  pause=5
done
`;
