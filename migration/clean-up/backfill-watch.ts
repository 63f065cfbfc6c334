import { parseRunOptions } from '../backfill/run-options.ts';
import type { BackfillExecutions } from './ports.ts';

/** Whether an execution with this input imports nobody. What cannot be read counts as an import. */
export const isHarmless = (input: string | undefined): boolean => {
  try {
    const parsed = parseRunOptions(JSON.parse(input ?? ''));
    return parsed.kind === 'options' && (parsed.options.dryRun || !parsed.options.import);
  } catch {
    return false;
  }
};

/**
 * Watches whether a backfill has begun: one is running, whatever it does, or one has run that could import. Each
 * input is read once.
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html
 */
export const watchBackfill = (executions: BackfillExecutions): (() => Promise<boolean>) => {
  const harmless = new Set<string>();
  return async () => {
    for await (const { arn, running } of executions.list()) {
      if (running) return true;
      if (harmless.has(arn)) continue;
      if (!isHarmless(await executions.inputOf(arn))) return true;
      harmless.add(arn);
    }
    return false;
  };
};
