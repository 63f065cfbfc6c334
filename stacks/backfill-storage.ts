import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acceptWildcard } from './wildcard-finding.ts';

/** How long objects are kept. */
export interface BackfillStorageProps {
  /** Days after which everything is forgotten. */
  readonly expireAfterDays: number;
}

/** The objects of all runs. */
const RUNS = 'runs/*';

/** The object that says which execution may work. */
const LOCK = 'lock.json';

/**
 * The bucket for what a run lists, imports and reports: personal data, so private, encrypted, over TLS only, and
 * forgotten after some days. It outlives the stack, because a report may be wanted longer than the workflow.
 */
export class BackfillStorage extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { expireAfterDays }: BackfillStorageProps) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      lifecycleRules: [
        {
          id: 'Forget',
          // Not the lock, which a run holds for as long as it takes.
          prefix: 'runs/',
          expiration: Duration.days(expireAfterDays),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
      removalPolicy: RemovalPolicy.RETAIN,
    });
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'Only the functions of this workflow use the bucket, for the days of a run. Access logs would be one more place with names of people in it; CloudTrail data events tell the same where they are wanted.',
    });
  }

  /** Lets a function read and write objects of runs, and find out that one is not there. */
  grantRuns(role: Role): void {
    this.grant(role, ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload'], RUNS);
    role.addToPolicy(
      // Without it, S3 answers "access denied" instead of "no such key".
      new PolicyStatement({ actions: ['s3:ListBucket'], resources: [this.bucket.bucketArn] }),
    );
    acceptWildcard(
      role,
      this.bucket.arnForObjects(RUNS),
      'The keys of a run begin with its id, which is not known before it is started.',
    );
  }

  /** Lets a function take and release the lock. */
  grantLock(role: Role): void {
    this.grant(role, ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], LOCK);
  }

  /** Lets a function release the lock. */
  grantRelease(role: Role): void {
    this.grant(role, ['s3:GetObject', 's3:DeleteObject'], LOCK);
  }

  private grant(role: Role, actions: string[], key: string): void {
    role.addToPolicy(new PolicyStatement({ actions, resources: [this.bucket.arnForObjects(key)] }));
  }
}
