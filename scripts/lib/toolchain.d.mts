export declare const projectDir: string;
