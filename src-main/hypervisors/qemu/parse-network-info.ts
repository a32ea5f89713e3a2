/** Slots that are plugged into a hub, from the text of the monitor command `info network`. */
export function parsePluggedSlots(text: string): readonly number[] {
  return [...text.matchAll(/\bport(?<slot>\d+): cable\k<slot>:/g)].map((match) => Number(match.groups?.slot));
}
