/** Ports a plan chooses from: 2000 + node number, and the spares behind them. */
export const wantedPorts: readonly number[] = [
  ...Array.from({ length: 255 }, (_, index) => 2000 + index),
  ...Array.from({ length: 60 }, (_, index) => 2300 + index),
];
