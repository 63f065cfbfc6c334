import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';

/** One request, as an AWS service sees it. */
export interface SeenRequest {
  /** For example `AdminGetUser`; the action of a query-protocol service. */
  readonly operation: string;
  readonly input: Record<string, unknown>;
  readonly authorization: string;
}

export type ScriptedAnswer =
  | { readonly body: unknown }
  | { readonly exception: string; readonly message?: string; readonly status?: number }
  /** Text of another kind, such as XML or the page of a proxy. */
  | { readonly text: string; readonly status?: number }
  /** The connection breaks. */
  | 'drop'
  /** No answer, ever. */
  | 'hang';

export type Script = (request: SeenRequest, number: number) => ScriptedAnswer;

const readInput = (text: string): Record<string, unknown> =>
  text.startsWith('{') ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text));

/** Starts an AWS service on a free port that answers as the script says, and ends it, whatever happens. */
export const withService = async <T>(
  script: Script,
  use: (service: { endpoint: string; requests: readonly SeenRequest[] }) => Promise<T>,
): Promise<T> => {
  const requests: SeenRequest[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const input = readInput(Buffer.concat(chunks).toString('utf8'));
    const operation =
      String(request.headers['x-amz-target'] ?? input['Action'])
        .split('.')
        .at(-1) ?? '';
    const seen = { operation, input, authorization: request.headers.authorization ?? '' };
    requests.push(seen);
    const answer = script(seen, requests.length);
    if (answer === 'hang') return;
    if (answer === 'drop') {
      request.socket.destroy();
    } else if ('body' in answer) {
      response.setHeader('content-type', 'application/x-amz-json-1.1').end(JSON.stringify(answer.body));
    } else if ('text' in answer) {
      response.writeHead(answer.status ?? 200).end(answer.text);
    } else {
      response
        .writeHead(answer.status ?? 400, { 'content-type': 'application/x-amz-json-1.1' })
        .end(JSON.stringify({ __type: answer.exception, message: answer.message ?? '' }));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    return await use({ endpoint: `http://127.0.0.1:${port}`, requests });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
};

/** Sets environment variables for as long as `use` runs. */
export const withEnvironment = async <T>(
  variables: Readonly<Record<string, string | undefined>>,
  use: () => Promise<T>,
): Promise<T> => {
  const before = { ...process.env };
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  try {
    return await use();
  } finally {
    for (const name of Object.keys(variables)) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
};

/** Credentials as Lambda hands them to a function. */
export const CREDENTIALS = {
  AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_REGION: 'eu-west-1',
};

/** Hands a Cognito client without retries to a test, in front of a service that answers by the script. */
export const withCognito = <T>(
  script: Script,
  use: (client: CognitoIdentityProviderClient, requests: readonly SeenRequest[]) => Promise<T>,
) =>
  withService(script, async ({ endpoint, requests }) => {
    const client = new CognitoIdentityProviderClient({
      ...{ endpoint, region: 'eu-west-1', maxAttempts: 1 },
      credentials: { accessKeyId: 'a', secretAccessKey: 's' },
    });
    try {
      return await use(client, requests);
    } finally {
      client.destroy();
    }
  });
