import type { ClientFacts, PoolFacts } from './survey.ts';

/** The old pool with all that a proposal of settings takes over, beside what the rules go by. */
export interface OldPoolSource extends PoolFacts {
  readonly clients?: readonly SourceClient[];
  readonly email: EmailSource;
}

/** An app client with its tokens and its OAuth settings. */
export interface SourceClient extends ClientFacts {
  /** Minutes. */
  readonly accessTokenMinutes: number;
  readonly idTokenMinutes: number;
  /** Days. */
  readonly refreshTokenDays: number;
  readonly oauth: {
    /** `code`, `implicit`, `client_credentials`. */
    readonly flows: readonly string[];
    readonly scopes: readonly string[];
    readonly callbackUrls: readonly string[];
    readonly logoutUrls: readonly string[];
  };
}

/** `EmailConfiguration`. */
export interface EmailSource {
  /** For example `Example <no-reply@example.com>`. */
  readonly from?: string;
  /** ARN of the identity in Amazon SES. */
  readonly arn?: string;
}
