export interface Check {
  readonly name: string;
  readonly args: readonly string[];
}
export interface CheckResult {
  readonly name: string;
  readonly ok: boolean;
  readonly output: string;
  readonly seconds: number;
}
export declare const checks: readonly Check[];
export declare function runChecks(
  list: readonly Check[],
  options: { readonly width: number; readonly report: (result: CheckResult) => void },
): Promise<readonly CheckResult[]>;
