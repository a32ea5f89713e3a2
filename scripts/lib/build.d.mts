export declare function digestOfInputs(dir: string, inputs: readonly string[]): string;
export declare function ensureBuilt(): string;
export declare function ensureScreensBuilt(): string;
export declare function ensureWindowBuilt(): void;
