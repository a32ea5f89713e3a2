export declare function hasElectron(dir: string): boolean;
export declare function mayOpenWindow(where: {
  readonly platform: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly uid: number;
}): boolean;
export declare function ensureElectron(options: {
  readonly dir: string;
  readonly node: string;
  readonly nowMs: number;
  readonly print: (line: string) => void;
  readonly limitMs?: number;
}): boolean;
