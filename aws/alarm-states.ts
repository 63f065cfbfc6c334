import { CloudWatchClient, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import { clientConfig, type ServiceAccess } from './clients/service-access.ts';

/** An alarm, and how it is. */
interface AlarmState {
  readonly name: string;
  /** `OK`, `ALARM` or `INSUFFICIENT_DATA`. */
  readonly state: string;
}

/**
 * The alarms whose names begin so.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
 */
export const readAlarms = async (
  access: ServiceAccess,
  AlarmNamePrefix: string,
): Promise<readonly AlarmState[]> => {
  const client = new CloudWatchClient({ ...clientConfig(access), maxAttempts: 3 });
  const alarms: AlarmState[] = [];
  try {
    for await (const { MetricAlarms = [] } of paginateDescribeAlarms({ client }, { AlarmNamePrefix })) {
      for (const { AlarmName = '', StateValue } of MetricAlarms) {
        alarms.push({ name: AlarmName, state: StateValue ?? '' });
      }
    }
    return alarms;
  } finally {
    client.destroy();
  }
};
