import { invalidParameter } from './errors.ts';

/**
 * One page of a short list. The token is the place to go on from.
 * @throws CognitoError InvalidParameterException for a limit outside 0..60 or a token that we did not give out
 */
export function pageOf<T>(
  items: readonly T[],
  request: { limit: number | undefined; member: string; token: string | undefined },
): { items: T[]; next: string | undefined } {
  const limit = checkedLimit(request.limit, request.member);
  const start = request.token === undefined ? 0 : placeOf(request.token);
  const end = start + limit;
  return {
    items: items.slice(start, end),
    next: end < items.length ? Buffer.from(`place:${end}`).toString('base64url') : undefined,
  };
}

/** Most items of a page; 0 and no limit at all mean 60. */
export function checkedLimit(limit: number | undefined, member: string): number {
  if (limit !== undefined && (limit < 0 || limit > 60)) {
    throw invalidParameter(
      `1 validation error detected: Value '${limit}' at '${member}' failed to satisfy constraint: Member must have value ${limit < 0 ? 'greater than or equal to 0' : 'less than or equal to 60'}`,
    );
  }
  return limit || 60;
}

function placeOf(token: string): number {
  const place = /^place:(\d{1,9})$/.exec(Buffer.from(token, 'base64url').toString())?.[1];
  if (place === undefined) throw invalidParameter('Invalid pagination token given.');
  return Number(place);
}
