import { Duration } from 'aws-cdk-lib';
import { UserPool, UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';

/** The pool that gets the client. */
export interface OldPoolClientProps {
  /** Id of the old pool; in the account and Region of the stack. */
  readonly userPoolId: string;
}

/**
 * The app client with which the function proves passwords against the old pool. It can be used with AWS
 * credentials only, has no secret, and goes with the stack.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html
 */
export class OldPoolClient extends Construct {
  readonly clientId: string;

  constructor(scope: Construct, id: string, { userPoolId }: OldPoolClientProps) {
    super(scope, id);
    const client = new UserPoolClient(this, 'Client', {
      userPool: UserPool.fromUserPoolId(this, 'UserPool', userPoolId),
      userPoolClientName: 'user-migration',
      generateSecret: false,
      authFlows: { adminUserPassword: true },
      disableOAuth: true,
      // The tokens are dropped at once: the shortest lives that Cognito allows.
      accessTokenValidity: Duration.minutes(5),
      idTokenValidity: Duration.minutes(5),
      refreshTokenValidity: Duration.minutes(60),
      enableTokenRevocation: true,
      // LEGACY: otherwise an unknown name could not be told from a wrong password.
      preventUserExistenceErrors: false,
    });
    this.clientId = client.userPoolClientId;
  }
}
