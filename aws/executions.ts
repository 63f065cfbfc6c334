import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';

/** Executions of the state machine. */
export interface Executions {
  /** Whether the execution is still under way; one that nobody knows any more is not. */
  isRunning(executionArn: string): Promise<boolean>;
}

/** Executions over the SDK. */
export const createExecutions = (client: SFNClient = new SFNClient({ maxAttempts: 5 })): Executions => ({
  async isRunning(executionArn) {
    try {
      const { status } = await client.send(new DescribeExecutionCommand({ executionArn }));
      return status === 'RUNNING' || status === 'PENDING_REDRIVE';
    } catch (error) {
      if (error instanceof Error && error.name === 'ExecutionDoesNotExist') return false;
      throw error;
    }
  },
});
