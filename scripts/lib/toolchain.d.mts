export declare const projectDir: string;
export declare function isInstalled(dir?: string): boolean;
