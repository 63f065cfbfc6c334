/** One statement of a function's resource policy: who may invoke it. */
export interface LambdaPermission {
  /** A service such as `cognito-idp.amazonaws.com`, an account id or `*`. */
  readonly principal: string;
  /** ARN of the only resource that may call, with `*` and `?` as wildcards. @default any resource */
  readonly sourceArn?: string;
  /** The only account that may call. @default any account */
  readonly sourceAccount?: string;
}

/** A function as it was created. */
export interface FunctionDefinition {
  readonly functionName: string;
  readonly functionArn: string;
  /** A directory, as an unpacked deployment package, or one file (also TypeScript that Node.js can run as it is). */
  readonly code: string;
  /** `file.export`; of a `code` that is one file, only the export counts. */
  readonly handler: string;
  /** The whole environment: the function sees nothing of the sandbox's own. */
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  /** In MB. The sandbox reports it and does not enforce it. */
  readonly memorySize: number;
}
