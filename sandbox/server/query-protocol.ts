import type { IncomingHttpHeaders } from 'node:http';

/**
 * AWS's query protocol, as CloudFormation speaks it: a form with `Action` comes in, XML goes out.
 * @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */

const FORM = 'application/x-www-form-urlencoded';

/** Whether a request speaks this protocol. curl calls everything a form: what has an `X-Amz-Target` is none. */
export const isQuery = ({
  'content-type': type = '',
  'x-amz-target': target,
}: IncomingHttpHeaders): boolean => target === undefined && type.split(';')[0]?.trim().toLowerCase() === FORM;

/** A request: what it wants, of which version of which API, and the parameters of that. */
export interface Query {
  readonly action: string;
  readonly version: string;
  readonly parameters: Readonly<Record<string, string>>;
}

export const readQuery = (body: string): Query => {
  const {
    Action: action = '',
    Version: version = '',
    ...parameters
  } = Object.fromEntries(new URLSearchParams(body));
  return { action, version, parameters };
};

/** The answer to an action. @param namespace of the service's API. */
export const queryAnswer = (namespace: string, action: string, output: unknown, requestId: string): string =>
  `<${action}Response xmlns="${namespace}">${element(`${action}Result`, output)}` +
  `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${action}Response>`;

/** A refusal. @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/CommonErrors.html */
export const queryRefusal = (
  namespace: string,
  { name, message, statusCode }: { name: string; message: string; statusCode: number },
  requestId: string,
): string => {
  const error = { Type: statusCode < 500 ? 'Sender' : 'Receiver', Code: name, Message: message };
  return `<ErrorResponse xmlns="${namespace}">${element('Error', error)}<RequestId>${requestId}</RequestId></ErrorResponse>`;
};

const element = (name: string, value: unknown): string => `<${name}>${content(value)}</${name}>`;

const content = (value: unknown): string => {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((item) => element('member', item)).join('');
  if (typeof value !== 'object' || value === null) return escaped(String(value));
  return Object.entries(value)
    .map(([name, member]) => element(name, member))
    .join('');
};

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);
