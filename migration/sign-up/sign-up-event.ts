import { sourceSubOf } from '../source-sub.ts';

/** Somebody who is about to be created in the new pool, as the PreSignUp trigger is told. */
export type SignUp =
  /** They register themselves. */
  | { readonly kind: 'self'; readonly username: string; readonly attributes: ReadonlyMap<string, string> }
  /** They come by an identity provider; Cognito makes the username. */
  | { readonly kind: 'federated'; readonly attributes: ReadonlyMap<string, string> }
  /** Nobody chose a name for themselves: an administrator or the migration creates them. */
  | { readonly kind: 'created-for-them' }
  | { readonly kind: 'unreadable' };

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const attributesOf = (event: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> => {
  const request = event['request'];
  const attributes = isRecord(request) ? request['userAttributes'] : undefined;
  return new Map(
    Object.entries(isRecord(attributes) ? attributes : {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
};

/**
 * Reads an event of the PreSignUp trigger. Nobody can write `custom:source_sub` through an app client, so whoever
 * has it was made by the migration; PreSignUp has been seen to run for such people, although AWS lists no source
 * for them. An identity provider can write it, if its attribute mapping says so, and is not believed. A source that
 * nobody knows yet counts as a sign-up, the case that needs guarding.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-sign-up.html
 */
export const readSignUpEvent = (event: unknown): SignUp => {
  if (!isRecord(event)) return { kind: 'unreadable' };
  const attributes = attributesOf(event);
  switch (event['triggerSource']) {
    case 'PreSignUp_AdminCreateUser':
      return { kind: 'created-for-them' };
    case 'PreSignUp_ExternalProvider':
      return { kind: 'federated', attributes };
    default: {
      if (sourceSubOf({ attributes }) !== undefined) return { kind: 'created-for-them' };
      const username = event['userName'];
      return typeof username === 'string' ? { kind: 'self', username, attributes } : { kind: 'unreadable' };
    }
  }
};
