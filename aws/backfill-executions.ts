import { DescribeExecutionCommand, paginateListExecutions, SFNClient } from '@aws-sdk/client-sfn';
import type { BackfillExecutions } from '../migration/clean-up/ports.ts';
import { isUnderWay } from '../migration/status/under-way.ts';

/**
 * All executions of one state machine, the latest first, for as long as Step Functions remembers them (90 days).
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
export const createBackfillExecutions = (
  stateMachineArn: string,
  client: SFNClient = new SFNClient({ maxAttempts: 5 }),
): BackfillExecutions => ({
  async *list() {
    for await (const { executions = [] } of paginateListExecutions({ client }, { stateMachineArn })) {
      for (const { executionArn = '', status = '' } of executions) {
        yield { arn: executionArn, running: isUnderWay(status) };
      }
    }
  },
  async inputOf(executionArn) {
    return (await client.send(new DescribeExecutionCommand({ executionArn }))).input;
  },
});
