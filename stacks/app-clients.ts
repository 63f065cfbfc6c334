import { Annotations, Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IUserPool, OAuthSettings } from 'aws-cdk-lib/aws-cognito';
import { ClientAttributes, OAuthScope, UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { GROUPS_CARRIED, SOURCE_SUB, SOURCE_VIA } from '../migration/rules.ts';
import type { ClientSettings } from './settings/clients.ts';
import { clientIdentifier } from './settings/clients.ts';

/** The pool, its clients, and what these may read and write. */
export interface AppClientsProps {
  readonly userPool: IUserPool;
  readonly clients: readonly ClientSettings[];
  /** Custom attributes of the pool, with prefix. */
  readonly customAttributes: readonly string[];
  /** Those of them that people may change, with prefix. */
  readonly clientWritable: readonly string[];
  /** Whether people are still coming from the old pool. */
  readonly trigger: boolean;
  /** What a stranger learns about names that do not exist. */
  readonly preventUserExistenceErrors: 'ENABLED' | 'LEGACY';
}

/** What a profile says about a person; theirs to change. */
const PROFILE = {
  address: true,
  birthdate: true,
  email: true,
  familyName: true,
  fullname: true,
  gender: true,
  givenName: true,
  lastUpdateTime: true,
  locale: true,
  middleName: true,
  nickname: true,
  phoneNumber: true,
  profilePage: true,
  profilePicture: true,
  timezone: true,
  website: true,
} as const;

/**
 * Never the verified flags: people would verify their own address. Never `custom:source_sub`: people would be
 * somebody else. Not `preferred_username` while the trigger is attached: people would take the name of somebody
 * who has not moved yet.
 */
const writable = ({ clientWritable, trigger }: AppClientsProps): ClientAttributes =>
  new ClientAttributes()
    .withStandardAttributes({ ...PROFILE, preferredUsername: !trigger })
    .withCustomAttributes(...clientWritable);

/**
 * Everything: without a list, Cognito leaves custom attributes out, and apps know people by their old `sub`. The mark of
 * carried groups as well, which is but a time: AWS says that a function before tokens is sent "data that it would write
 * to the ID token", and there is only what the client may read. Not seen, the mark would cost every token its calls.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
const readable = ({ customAttributes }: AppClientsProps): ClientAttributes =>
  new ClientAttributes()
    .withStandardAttributes({
      ...PROFILE,
      preferredUsername: true,
      emailVerified: true,
      phoneNumberVerified: true,
    })
    .withCustomAttributes(SOURCE_SUB, SOURCE_VIA, GROUPS_CARRIED, ...customAttributes);

/** Without this, CDK would open the implicit and the code grant with a callback to example.com. */
const oauthOf = ({ oauth }: ClientSettings): { disableOAuth: true } | { oAuth: OAuthSettings } =>
  oauth === undefined
    ? { disableOAuth: true }
    : {
        oAuth: {
          flows: { authorizationCodeGrant: true },
          scopes: oauth.scopes.map((scope) => OAuthScope.custom(scope)),
          callbackUrls: [...oauth.callbackUrls],
          logoutUrls: [...oauth.logoutUrls],
        },
      };

/** The app clients of the new pool. */
export class AppClients extends Construct {
  /** By the identifier of the client's name: `web-app` is `WebApp`. */
  readonly byIdentifier: ReadonlyMap<string, UserPoolClient>;

  constructor(scope: Construct, id: string, props: AppClientsProps) {
    super(scope, id);
    this.byIdentifier = new Map(
      props.clients.map((client) => [clientIdentifier(client.name), this.add(client, props)]),
    );
    if (props.preventUserExistenceErrors === 'LEGACY') {
      Annotations.of(this).addWarningV2(
        'UserExistence',
        'newPool.preventUserExistenceErrors is LEGACY: anybody can find out who has an account.',
      );
    }
  }

  private add(settings: ClientSettings, props: AppClientsProps): UserPoolClient {
    const client = new UserPoolClient(this, clientIdentifier(settings.name), {
      userPool: props.userPool,
      userPoolClientName: settings.name,
      generateSecret: settings.generateSecret,
      // The trigger fires only where the password reaches Cognito; SRP is for those who have moved.
      authFlows: { userPassword: true, adminUserPassword: true, userSrp: true },
      ...oauthOf(settings),
      accessTokenValidity: Duration.minutes(settings.accessTokenMinutes),
      idTokenValidity: Duration.minutes(settings.idTokenMinutes),
      refreshTokenValidity: Duration.days(settings.refreshTokenDays),
      enableTokenRevocation: true,
      preventUserExistenceErrors: props.preventUserExistenceErrors === 'ENABLED',
      readAttributes: readable(props),
      writeAttributes: writable(props),
    });
    // The user pool outlives the stack; apps are useless without their client id.
    client.applyRemovalPolicy(RemovalPolicy.RETAIN);
    return client;
  }
}
