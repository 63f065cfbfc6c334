import { randomUUID } from 'node:crypto';
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { dispatchStacks } from '../cloudformation/operations.ts';
import { CognitoError } from '../cognito/errors.ts';
import type { Services } from '../cognito/services.ts';
import { answerUpload, isUpload } from '../import-jobs/upload.ts';
import { dispatchLogs } from '../logs/dispatch.ts';
import { dispatchMetrics } from '../metrics/dispatch.ts';
import { dispatchStates } from '../step-functions/operations.ts';
import { dispatch } from './dispatch.ts';
import { type Interference, internalError } from './interference.ts';
import { KEPT_CONNECTIONS } from './kept-connections.ts';
import { isQuery, queryAnswer, queryRefusal, readQuery } from './query-protocol.ts';
import { unreadable } from './request-shape.ts';

/** One call, before anything is done about it. */
export interface Call {
  /** As IAM writes it. */
  readonly service: keyof typeof TARGETS | 'cloudformation';
  readonly operation: string;
  /** The parsed body. */
  readonly input: unknown;
  readonly authorizationHeader: string | undefined;
}

/** What became of a call. */
export type Answer =
  | { readonly kind: 'answered'; readonly output: unknown }
  | { readonly kind: 'refused'; readonly error: CognitoError }
  | { readonly kind: 'dropped' };

export interface ServerOptions {
  readonly services: Services;
  readonly interference: Interference;
  /** Where the sandbox's S3 listens. */
  readonly s3Endpoint: () => string;
  /** Hears of every call when it comes, and through what it returns of the answer. */
  readonly onCall: (call: Call) => (answer: Answer) => void;
  /** Throws CognitoError for a caller who may not do this. */
  readonly authorize: (call: Call) => void;
}

/** Above this, real endpoints answer 413. */
const LARGEST_BODY = 1024 * 1024;

/** Services that speak JSON, by what stands before the operation in `X-Amz-Target`. */
const TARGETS = {
  'cognito-idp': { prefix: 'AWSCognitoIdentityProviderService', dispatch },
  logs: { prefix: 'Logs_20140328', dispatch: dispatchLogs },
  cloudwatch: { prefix: 'GraniteServiceVersion20100801', dispatch: dispatchMetrics },
  states: { prefix: 'AWSStepFunctions', dispatch: dispatchStates },
} as const;

const SERVICES = ['cognito-idp', 'logs', 'cloudwatch', 'states'] as const;

/** The one service that speaks the query protocol, by the version that its requests name. */
const CLOUDFORMATION = {
  version: '2010-05-15',
  namespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
} as const;

/**
 * The API as AWS serves it: POST / with JSON 1.1 and the operation in `X-Amz-Target` (or a form, for
 * CloudFormation), and the signing keys of each pool. The sandbox's own addresses begin with `/_sandbox/`.
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export function createServer(options: ServerOptions): Server {
  return createHttpServer(KEPT_CONNECTIONS, (request, response) => {
    answer(options, request, response).catch((error: unknown) => {
      console.error(error);
      sendError(response, internalError());
    });
  });
}

async function answer(
  options: ServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  for (const [name, value] of CORS) response.setHeader(name, value);
  if (isUpload(request)) {
    await answerUpload(options, request, response);
  } else if (request.method === 'OPTIONS') {
    response.writeHead(204).end();
  } else if (request.method === 'GET') {
    await answerGet(options, new URL(request.url ?? '/', 'http://sandbox'), response);
  } else {
    await answerCall(options, request, response);
  }
}

/** A browser asks before each call and wants the origin on every answer, refusals too. */
const CORS = [
  ['access-control-allow-origin', '*'],
  ['access-control-allow-methods', 'POST, GET, OPTIONS'],
  ['access-control-allow-headers', '*'],
  ['access-control-expose-headers', 'x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date'],
  ['access-control-max-age', '172800'],
] as const;

async function answerGet(
  { services, s3Endpoint }: ServerOptions,
  url: URL,
  response: ServerResponse,
): Promise<void> {
  const userPoolId = /^\/([\w-]+)\/\.well-known\/jwks\.json$/.exec(url.pathname)?.[1];
  try {
    if (userPoolId !== undefined) {
      sendJson(response, 200, await services.tokens.jwks(userPoolId), 'application/json');
    } else if (url.pathname === '/_sandbox/addresses') {
      sendJson(response, 200, { s3Endpoint: s3Endpoint() }, 'application/json');
    } else if (url.pathname === '/_sandbox/outbox') {
      const filter = {
        userPoolId: url.searchParams.get('userPoolId') ?? undefined,
        username: url.searchParams.get('username') ?? undefined,
      };
      sendJson(response, 200, { messages: services.outbox.messages(filter) }, 'application/json');
    } else {
      sendJson(response, 404, { message: 'Not Found' }, 'application/json');
    }
  } catch (error) {
    if (!(error instanceof CognitoError)) throw error;
    sendJson(response, 404, { message: error.message }, 'application/json');
  }
}

async function answerCall(
  options: ServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  let onAnswer: (answer: Answer) => void = () => {};
  try {
    const call = await readCall(request);
    onAnswer = options.onCall(call);
    const fate = await options.interference.before(call.operation);
    if (fate === 'drop-connection') {
      onAnswer({ kind: 'dropped' });
      request.socket.destroy();
      return;
    }
    options.authorize(call);
    const { services } = options;
    const { service, operation, input } = call;
    const dispatchCall = service === 'cloudformation' ? dispatchStacks : TARGETS[service].dispatch;
    const output = await dispatchCall(services, operation, input);
    onAnswer({ kind: 'answered', output });
    if (service === 'cloudformation') {
      sendXml(response, 200, (id) => queryAnswer(CLOUDFORMATION.namespace, operation, output, id));
    } else {
      sendJson(response, 200, output);
    }
  } catch (error) {
    const known = error instanceof CognitoError;
    // A caller who hung up is no fault of ours.
    if (!known && !request.socket.destroyed) console.error(error);
    const refusal = known ? error : internalError();
    onAnswer({ kind: 'refused', error: refusal });
    if (isQuery(request.headers)) {
      const { namespace } = CLOUDFORMATION;
      sendXml(response, refusal.statusCode, (id) => queryRefusal(namespace, refusal, id));
    } else {
      sendError(response, refusal);
    }
  }
}

async function readCall(request: IncomingMessage): Promise<Call> {
  const body = await readBody(request);
  const { authorization: authorizationHeader } = request.headers;
  if (isQuery(request.headers)) return { ...readForm(body), authorizationHeader };
  const [prefix, operation = ''] = String(request.headers['x-amz-target']).split('.', 2);
  const service = SERVICES.find((name) => TARGETS[name].prefix === prefix);
  if (service === undefined || !/^\w+$/.test(operation))
    throw new CognitoError('UnknownOperationException', 'No operation in X-Amz-Target.');
  return { service, operation, input: parsed(body), authorizationHeader };
}

function readForm(body: string): Omit<Call, 'authorizationHeader'> {
  const { action: operation, version, parameters: input } = readQuery(body);
  if (version !== CLOUDFORMATION.version || !/^\w+$/.test(operation)) {
    const asked = `${operation || 'no operation'} of version ${version || 'none'}`;
    throw new CognitoError('InvalidAction', `The sandbox has no service with ${asked}.`);
  }
  return { service: 'cloudformation', operation, input };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    // Without an encoding set, a request's chunks are buffers.
    const buffer: Buffer = chunk;
    size += buffer.length;
    if (size <= LARGEST_BODY) chunks.push(buffer);
  }
  if (size > LARGEST_BODY) {
    throw new CognitoError('RequestEntityTooLargeException', 'Request is too large.', 413);
  }
  return Buffer.concat(chunks).toString();
}

function parsed(body: string): unknown {
  try {
    const value: unknown = JSON.parse(body === '' ? '{}' : body);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Answered like any other body that is no object.
  }
  throw unreadable();
}

function sendError(response: ServerResponse, { name, message, statusCode }: CognitoError): void {
  if (response.headersSent) return;
  response.setHeader('x-amzn-errortype', `${name}:`);
  // Header values are Latin-1 without control characters; the body has the full text.
  response.setHeader('x-amzn-errormessage', message.replaceAll(/[^\x20-\x7e]/g, ' '));
  sendJson(response, statusCode, { __type: name, message });
}

function sendJson(
  response: ServerResponse,
  statusCode: number,
  body: unknown,
  contentType = 'application/x-amz-json-1.1',
): void {
  const text = JSON.stringify(body, epochSeconds);
  response.setHeader('x-amzn-requestid', randomUUID());
  response.writeHead(statusCode, { 'content-type': contentType, 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

function sendXml(response: ServerResponse, statusCode: number, write: (requestId: string) => string): void {
  const requestId = randomUUID();
  response.setHeader('x-amzn-requestid', requestId);
  response.writeHead(statusCode, { 'content-type': 'text/xml' }).end(write(requestId));
}

/** Dates travel as epoch seconds; `this` still has the Date that `value` was made of. */
function epochSeconds(this: unknown, key: string, value: unknown): unknown {
  const original: unknown = typeof this === 'object' && this !== null ? Reflect.get(this, key) : undefined;
  return original instanceof Date ? original.getTime() / 1000 : value;
}
