import type { CreateResource } from './deployment.ts';
import { physicalName } from './physical-name.ts';
import { asList, asRecord, members, optionalText, refuseOtherProperties } from './properties.ts';

/**
 * `AWS::S3::Bucket`. Everything in a sandbox is private and nothing outlives it.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html
 */
export const createBucket: CreateResource = async (resource, { stackName, target }) => {
  refuseOtherProperties(
    resource,
    ['BucketName'],
    [
      ...['BucketEncryption', 'LifecycleConfiguration', 'LoggingConfiguration', 'OwnershipControls'],
      ...['PublicAccessBlockConfiguration', 'Tags', 'VersioningConfiguration'],
    ],
  );
  const bucket =
    optionalText(resource, 'BucketName') ?? physicalName(stackName, resource.logicalId, 63).toLowerCase();
  await target.s3.createBucket(bucket);
  const domain = `${bucket}.s3.${target.region}.amazonaws.com`;
  return {
    ref: bucket,
    attributes: {
      Arn: `arn:aws:s3:::${bucket}`,
      DomainName: `${bucket}.s3.amazonaws.com`,
      RegionalDomainName: domain,
    },
  };
};

/** What a bucket policy may be about: how the connection is secured, and a sandbox has no TLS. */
const ABOUT_THE_CONNECTION = ['aws:SecureTransport', 's3:TlsVersion'];

/**
 * `AWS::S3::BucketPolicy`, if all it does is to deny connections that are not secure.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html#transit
 */
export const createBucketPolicy: CreateResource = async (resource) => {
  refuseOtherProperties(resource, ['Bucket', 'PolicyDocument']);
  for (const statement of asList(members(resource, 'PolicyDocument')['Statement']).map(asRecord)) {
    const keys = Object.values(asRecord(statement['Condition'])).flatMap((operands) =>
      Object.keys(asRecord(operands)),
    );
    const harmless = keys.length > 0 && keys.every((key) => ABOUT_THE_CONNECTION.includes(key));
    if (statement['Effect'] !== 'Deny' || !harmless) {
      throw new Error(
        `The sandbox does not support the statement ${JSON.stringify(statement)} of ${resource.type} (${resource.logicalId}).`,
      );
    }
  }
  return { ref: resource.logicalId, attributes: {} };
};
