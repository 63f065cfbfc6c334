import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { invalidParameter } from './errors.ts';

/** How far a chain of pages has come. */
export interface ChainPosition {
  /** Where the chain began among its candidates; each chain has an order of its own. */
  readonly start: number;
  /** How many candidates there were then: who came later is not listed. */
  readonly end: number;
  /** Candidates looked at so far. */
  readonly walked: number;
}

/** "Amazon Cognito expires the pagination token after one hour." */
const LIFE = 3_600_000;

/** Tokens are good within one process: nobody but the sandbox can read or make them. */
const KEY = randomBytes(32);

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/how-to-manage-user-accounts.html */
export function paginationToken(position: ChainPosition, parameters: unknown, now: number): string {
  const { start, end, walked } = position;
  const body = Buffer.from([now, start, end, walked, digest(parameters)].join('.')).toString('base64url');
  return `${body}.${sign(body)}`;
}

/**
 * @throws CognitoError InvalidParameterException for a token that is older than an hour, belongs to other
 * parameters, or was not given out here
 */
export function readPaginationToken(token: string, parameters: unknown, now: number): ChainPosition {
  const [body = '', signature = ''] = token.split('.');
  if (!sameText(sign(body), signature)) throw invalidToken();
  const [issuedAt, start, end, walked, parametersThen] = Buffer.from(body, 'base64url').toString().split('.');
  if (now - Number(issuedAt) > LIFE || parametersThen !== digest(parameters)) throw invalidToken();
  return { start: Number(start), end: Number(end), walked: Number(walked) };
}

const invalidToken = () => invalidParameter('Paging Marker is Invalid for Request');

const sign = (body: string): string => createHmac('sha256', KEY).update(body).digest('base64url');

const digest = (parameters: unknown): string =>
  createHash('sha256').update(JSON.stringify(parameters)).digest('base64url');

const sameText = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
