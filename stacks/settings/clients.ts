import type * as z from 'zod';
import { group, listOf, textLike, wholeNumber, yesOrNo } from './fields.ts';

const ADDRESS = textLike(
  /^(?:https:\/\/\S+|http:\/\/localhost\S*|(?!https?:)[a-z][a-z0-9+.-]*:\/\/\S*)$/i,
  'an address to return to',
  'Use https://..., http://localhost... or the scheme of an app, for example myapp://signed-in.',
);

/** Authorization code grant; Cognito's managed login needs a domain on the pool besides. */
const oauthSchema = group({
  /** Where managed login may return to after signing in. */
  callbackUrls: listOf(ADDRESS, 'addresses'),
  /**
   * Where it may return to after signing out.
   * @default - none
   */
  logoutUrls: listOf(ADDRESS, 'addresses').default([]),
  /**
   * Scopes that the client may ask for.
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html
   * @default openid
   */
  scopes: listOf(
    textLike(/^[!#-[\]-~]+$/, 'a scope', 'Use a name without spaces, for example openid.'),
    'scopes',
  ).default(['openid']),
});

/**
 * An app client of the new pool: one for each kind of app.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-client-apps.html
 */
export const clientSchema = group({
  /** Name of the app client; its id is printed under this name. */
  name: textLike(
    /^[A-Za-z][\w .-]{0,99}$/,
    'a name of an app client',
    'Start with a letter, then use up to 99 letters, digits, spaces and ._- .',
  ),
  /**
   * Whether the client has a secret: for backends only, a secret in a browser or an app is none.
   * @default false
   */
  generateSecret: yesOrNo().default(false),
  /**
   * Life of an access token, in minutes.
   * @default 60
   */
  accessTokenMinutes: wholeNumber(5, 1440, 'minutes').default(60),
  /**
   * Life of an ID token, in minutes.
   * @default 60
   */
  idTokenMinutes: wholeNumber(5, 1440, 'minutes').default(60),
  /**
   * Life of a refresh token, in days.
   * @default 30
   */
  refreshTokenDays: wholeNumber(1, 3650, 'days').default(30),
  /**
   * OAuth 2.0 and managed login.
   * @default - none: apps sign in through the API
   */
  oauth: oauthSchema.optional(),
});

/** Of one entry of `clients`, with defaults filled in. */
export type ClientSettings = z.output<typeof clientSchema>;

/** A client's name as part of a logical id: `web app` and `web-app` are the same there. */
export const clientIdentifier = (name: string): string =>
  name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
