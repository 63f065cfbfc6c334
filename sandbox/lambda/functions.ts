/**
 * How one synchronous invocation ended.
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export type InvokeResult =
  /** What the handler returned, through JSON: `undefined` arrives as `null`. */
  | { readonly kind: 'returned'; readonly payload: unknown }
  | { readonly kind: 'threw'; readonly errorType: string; readonly errorMessage: string }
  /** The caller's limit or the function's own `Timeout` was over. */
  | { readonly kind: 'timed-out' }
  /** The resource policy does not let the caller in, or there is no such function. */
  | { readonly kind: 'not-permitted' };

export interface InvokeOptions {
  /** The caller's own limit; it includes the function's cold start. */
  readonly timeoutMs: number;
  /** ARN of the resource that calls, for example of the user pool. */
  readonly sourceArn: string;
}

/** The functions of the sandbox as Cognito sees them: something to invoke by ARN. */
export interface LambdaFunctions {
  /** Never rejects: whatever goes wrong in the function is a kind of result. */
  invoke(functionArn: string, payload: unknown, options: InvokeOptions): Promise<InvokeResult>;
  /** What they wrote so far; CloudWatch finds their metrics in it. @default - nothing */
  readonly logs?: readonly { readonly text: string }[];
}
