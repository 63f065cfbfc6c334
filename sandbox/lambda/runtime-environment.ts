import { devNull } from 'node:os';

export interface RuntimeEnvironmentOptions {
  readonly functionName: string;
  readonly handler: string;
  /** For example `nodejs24.x`. */
  readonly runtime: string;
  /** In MB. */
  readonly memorySize: number;
  readonly logGroupName: string;
  /** `Text` or `JSON`; handed on, while `LambdaHost.logs` holds the lines as they were written. */
  readonly logFormat: string;
  readonly region: string;
  /** Of the sandbox: every AWS client in the function talks to it. */
  readonly endpoint: string;
  /** Of its S3. */
  readonly s3Endpoint: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
  };
}

/**
 * The variables that Lambda adds to those of the function's configuration.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export function runtimeEnvironment(options: RuntimeEnvironmentOptions): Record<string, string> {
  const { functionName, handler, runtime, memorySize, region, endpoint, credentials } = options;
  return {
    _HANDLER: handler,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: functionName,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memorySize),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_FORMAT: options.logFormat,
    AWS_LAMBDA_LOG_GROUP_NAME: options.logGroupName,
    AWS_LAMBDA_LOG_STREAM_NAME: `sandbox/[$LATEST]${functionName}`,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    // Not Lambda's: these three keep every client in the sandbox, and the last two keep the settings of whoever
    // runs it out. https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: endpoint,
    AWS_ENDPOINT_URL_S3: options.s3Endpoint,
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
  };
}
