export declare function digestOfInputs(dir: string, inputs?: readonly string[]): string;
